-- What a mailbox needs so that its holder can do more than read. Nothing here tells when somebody came.

-- Sealed under the mailbox's key: what was agreed to, and the keys of codes that were replaced, so that an answer on its
-- way can still be read.
ALTER TABLE submissions ADD COLUMN consent bytea;
ALTER TABLE submissions ADD COLUMN previous_keys bytea;
ALTER TABLE submissions ADD COLUMN unread_only boolean NOT NULL DEFAULT false;
ALTER TABLE submissions ALTER COLUMN consent SET STORAGE EXTERNAL;

-- Of a submission that staff entered, Intake knows the mailbox alone.
ALTER TABLE submissions ALTER COLUMN channel DROP NOT NULL;
ALTER TABLE submissions ALTER COLUMN language DROP NOT NULL;
ALTER TABLE submissions ALTER COLUMN urgency DROP NOT NULL;

CREATE TABLE mailbox_reads (
    message_id uuid NOT NULL,
    CONSTRAINT mailbox_reads_pkey PRIMARY KEY (message_id),
    CONSTRAINT read_is_of_a_message FOREIGN KEY (message_id) REFERENCES mailbox_messages (id) ON DELETE CASCADE
);

-- What is still on its way to a burnt mailbox is not kept.
CREATE TABLE burnt_mailboxes (
    mailbox_id uuid NOT NULL,
    CONSTRAINT burnt_mailboxes_pkey PRIMARY KEY (mailbox_id)
);

-- What was sent from a page of a visit, so that the same page sends it once. The content lies in the outbox, sealed.
CREATE TABLE source_updates (
    id uuid NOT NULL,
    submission_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT source_updates_pkey PRIMARY KEY (id)
);

-- Sheets that staff have handed out: a hash from which the code on the sheet does not follow.
CREATE TABLE handovers (
    lookup bytea NOT NULL,
    submission_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    is_open boolean NOT NULL DEFAULT true,
    CONSTRAINT handovers_pkey PRIMARY KEY (lookup),
    CONSTRAINT handover_lookup_is_a_hash CHECK (octet_length(lookup) = 32)
);

CREATE INDEX handovers_by_submission ON handovers (submission_id);

-- A message and the end of its mailbox never pass each other unseen.
CREATE FUNCTION hold_mailbox(mailbox uuid) RETURNS boolean LANGUAGE sql SET search_path FROM CURRENT AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(mailbox::text, 50)) IS NOT NULL
        AND NOT EXISTS (SELECT FROM burnt_mailboxes WHERE mailbox_id = mailbox)
$$;

-- Makes another code the one that opens a mailbox, with its messages as they are sealed under the new one's key.
CREATE FUNCTION replace_receipt(
    old_lookup bytea, new_lookup bytea, new_consent bytea, new_previous_keys bytea, message_ids uuid[], resealed bytea[]
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    mailbox uuid;
BEGIN
    UPDATE submissions SET lookup = new_lookup, consent = new_consent, previous_keys = new_previous_keys
        WHERE lookup = old_lookup RETURNING mailbox_id INTO mailbox;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE mailbox_messages SET sealed = given.sealed
        FROM unnest(message_ids, resealed) AS given (id, sealed)
        WHERE mailbox_messages.id = given.id AND mailbox_id = mailbox;
    RETURN true;
END
$$;

-- Ends a mailbox for good: nothing of it is left but the submission's id, and no code opens it.
CREATE FUNCTION burn_mailbox(old_lookup bytea, random_lookup bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    mailbox uuid;
BEGIN
    UPDATE submissions SET lookup = random_lookup, consent = NULL, previous_keys = NULL, unread_only = false
        WHERE lookup = old_lookup RETURNING mailbox_id INTO mailbox;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM hold_mailbox(mailbox);
    INSERT INTO burnt_mailboxes VALUES (mailbox) ON CONFLICT DO NOTHING;
    DELETE FROM mailbox_messages WHERE mailbox_id = mailbox;
    DELETE FROM mailbox_states WHERE mailbox_id = mailbox;
    RETURN true;
END
$$;

-- A sheet replaces those printed before it. None is good any more once the source holds a receipt.
CREATE FUNCTION keep_handover(
    lookup bytea, submission uuid, mailbox uuid, received_at timestamptz, expires_at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT FROM handovers WHERE handovers.lookup = keep_handover.lookup) THEN RETURN; END IF;
    UPDATE handovers SET is_open = false WHERE submission_id = submission;
    INSERT INTO handovers (lookup, submission_id, mailbox_id, received_at, expires_at, is_open)
    VALUES (keep_handover.lookup, submission, mailbox, keep_handover.received_at, keep_handover.expires_at,
        NOT EXISTS (SELECT FROM submissions WHERE id = submission));
END
$$;

-- Exchanges the code on a sheet for a receipt, once. Returns what the receipt is of; no row where there is nothing to
-- exchange.
CREATE FUNCTION take_handover(sheet bytea, receipt bytea)
RETURNS TABLE (submission_id uuid, mailbox_id uuid, received_at timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH taken AS (
        UPDATE handovers SET is_open = false WHERE lookup = sheet AND is_open AND expires_at > now()
        RETURNING handovers.submission_id, handovers.mailbox_id, handovers.received_at
    )
    INSERT INTO submissions (id, received_at, mailbox_id, lookup)
    SELECT taken.submission_id, taken.received_at, taken.mailbox_id, receipt FROM taken
    RETURNING id, submissions.mailbox_id, submissions.received_at
$$;

REVOKE ALL ON FUNCTION hold_mailbox, replace_receipt, burn_mailbox, keep_handover, take_handover FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_mailbox, replace_receipt, burn_mailbox, keep_handover, take_handover TO amparo_intake_app;

GRANT SELECT (consent, previous_keys, unread_only), UPDATE (consent, unread_only) ON submissions TO amparo_intake_app;
GRANT SELECT, INSERT ON mailbox_reads TO amparo_intake_app;
GRANT SELECT ON burnt_mailboxes TO amparo_intake_app;
GRANT SELECT (id), INSERT ON source_updates TO amparo_intake_app;
GRANT SELECT (lookup, is_open, expires_at) ON handovers TO amparo_intake_app;
