-- Who did what, in a chain: each entry's hash covers the entry and the hash before it, so that an edit, a removal or an
-- insertion anywhere shows. The application's role cannot write the tables; it can only call append_audit.

CREATE TABLE audit_entries (
    sequence bigint NOT NULL,
    at timestamptz NOT NULL,
    actor uuid,
    action text NOT NULL,
    subject_kind text,
    subject uuid,
    outcome text NOT NULL,
    reason text,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_entries_pkey PRIMARY KEY (sequence),
    CONSTRAINT action_is_a_code CHECK (action ~ '^[a-z][a-z0-9.-]{1,63}$'),
    CONSTRAINT subject_kind_is_a_code CHECK (subject_kind ~ '^[a-z][a-z-]{1,31}$'),
    CONSTRAINT reason_is_a_code CHECK (reason ~ '^[a-zA-Z0-9._-]{1,64}$'),
    CONSTRAINT outcome_is_known CHECK (outcome IN ('done', 'denied')),
    CONSTRAINT subject_has_its_kind CHECK ((subject IS NULL) OR (subject_kind IS NOT NULL)),
    CONSTRAINT hashes_are_sha256 CHECK (octet_length(hash) = 32 AND octet_length(previous) = 32)
);

CREATE INDEX audit_entries_by_subject ON audit_entries (subject, sequence) WHERE subject IS NOT NULL;

-- The last link. Its row lock puts appends one after the other, which is why an append is a transaction's last statement.
CREATE TABLE audit_head (
    single boolean NOT NULL DEFAULT true,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_head_pkey PRIMARY KEY (single),
    CONSTRAINT one_head_only CHECK (single)
);

INSERT INTO audit_head (sequence, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- Heads that other services have published, as they came in with a valid signature.
CREATE TABLE audit_foreign_heads (
    service text NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT audit_foreign_heads_pkey PRIMARY KEY (service, sequence)
);

-- The text that is hashed after the previous hash. Fields are parted by a character that no code contains; a missing
-- field is empty. `amparo audit verify` builds the same text by itself.
CREATE FUNCTION audit_text(
    sequence bigint, at timestamptz, actor uuid, action text, subject_kind text, subject uuid, outcome text, reason text
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT sequence::text
        || '|' || (extract(epoch FROM at) * 1000000)::bigint::text
        || '|' || coalesce(actor::text, '')
        || '|' || action
        || '|' || coalesce(subject_kind, '')
        || '|' || coalesce(subject::text, '')
        || '|' || outcome
        || '|' || coalesce(reason, '')
$$;

CREATE FUNCTION append_audit(
    actor uuid, action text, subject_kind text, subject uuid, outcome text, reason text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    head audit_head%ROWTYPE;
    now timestamptz;
    next bytea;
BEGIN
    SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
    now := clock_timestamp();
    next := sha256(head.hash || convert_to(
        audit_text(head.sequence + 1, now, actor, action, subject_kind, subject, outcome, reason), 'UTF8'));
    INSERT INTO audit_entries (sequence, at, actor, action, subject_kind, subject, outcome, reason, previous, hash)
    VALUES (head.sequence + 1, now, actor, action, subject_kind, subject, outcome, reason, head.hash, next);
    UPDATE audit_head SET sequence = head.sequence + 1, hash = next;
    RETURN head.sequence + 1;
END
$$;

REVOKE ALL ON FUNCTION append_audit FROM PUBLIC;

DO $$
DECLARE
    app text := 'amparo_' || current_schema() || '_app';
BEGIN
    EXECUTE format('GRANT SELECT ON audit_entries, audit_head TO %I', app);
    EXECUTE format('GRANT SELECT, INSERT ON audit_foreign_heads TO %I', app);
    EXECUTE format('GRANT EXECUTE ON FUNCTION append_audit TO %I', app);
END
$$;
