-- What becomes of a file after it came: who had it, what was made of it, whether it is still what it was. What a file is called,
-- says or weighs stands sealed, under the file's own key or a case's; here stand ids, times and the codes of the work.

-- Files that an officer added to a case: a court's ruling that came later, what a web capture holds.
CREATE TABLE case_evidence (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    added_at timestamptz NOT NULL,
    added_by uuid NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT case_evidence_pkey PRIMARY KEY (id),
    CONSTRAINT file_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id)
);
ALTER TABLE case_evidence ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX case_evidence_by_case ON case_evidence (case_id, added_at, id);

-- One row a file, whatever names it: how it stands, and when it is looked after next.
CREATE TABLE evidence_state (
    id uuid NOT NULL,
    arrived_at timestamptz NOT NULL,
    -- While it has not come from Intake's folder.
    awaited boolean NOT NULL DEFAULT false,
    checked_at timestamptz,
    check_result text,
    check_due_at timestamptz NOT NULL,
    stamp_due_at timestamptz,
    stamped_at timestamptz,
    -- The authority's answer, sealed under the file's key.
    stamp bytea,
    scan_result text,
    CONSTRAINT evidence_state_pkey PRIMARY KEY (id),
    CONSTRAINT check_result_is_a_code CHECK (check_result IN ('INTACT', 'CHANGED', 'MISSING', 'UNREADABLE')),
    CONSTRAINT scan_result_is_a_code CHECK (scan_result IN ('CLEAN', 'INFECTED'))
);
ALTER TABLE evidence_state ALTER COLUMN stamp SET STORAGE EXTERNAL;
CREATE INDEX evidence_to_check ON evidence_state (check_due_at) WHERE NOT awaited;
CREATE INDEX evidence_to_stamp ON evidence_state (stamp_due_at) WHERE stamp_due_at IS NOT NULL AND NOT awaited;
CREATE INDEX evidence_in_trouble ON evidence_state (id) WHERE awaited OR check_result <> 'INTACT';

-- Files that an event named and that were not in Intake's folder: they are taken over when they appear. Intake is told that
-- all lies here safely when the last of them does.
CREATE TABLE evidence_awaited (
    evidence_id uuid NOT NULL,
    submission_id uuid NOT NULL,
    -- The submission, or what its source sent later.
    named_by uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    since timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    CONSTRAINT evidence_awaited_pkey PRIMARY KEY (evidence_id, named_by),
    CONSTRAINT awaited_for_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id)
);
CREATE INDEX evidence_awaited_due ON evidence_awaited (due_at);
CREATE INDEX evidence_awaited_by_name ON evidence_awaited (named_by);

-- The chain of custody (DOMAIN.md C.8): each event's hash covers the one before it of the same file, so that none can be
-- changed, taken out or put in between. Nobody has a right to change one.
CREATE TABLE custody_events (
    evidence_id uuid NOT NULL,
    sequence integer NOT NULL,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    by_staff uuid,
    sealed bytea,
    hash bytea NOT NULL,
    CONSTRAINT custody_events_pkey PRIMARY KEY (evidence_id, sequence),
    CONSTRAINT sequence_counts CHECK (sequence > 0),
    CONSTRAINT kind_is_of_custody CHECK (kind IN (
        'RECEIVED', 'SCANNED', 'COPIED', 'VIEWED', 'TRANSFERRED', 'REDACTED', 'RELEASED', 'DISPOSED', 'CHECKED', 'STAMPED')),
    CONSTRAINT hash_is_a_hash CHECK (octet_length(hash) = 32)
);
ALTER TABLE custody_events ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- Working copies: what was asked for and what came of it. The original is never altered.
CREATE TABLE evidence_copies (
    id uuid NOT NULL,
    evidence_id uuid NOT NULL,
    kind text NOT NULL,
    asked_at timestamptz NOT NULL,
    asked_by uuid,
    -- What to do, where it is not said by the kind alone; sealed under the file's key, as what came of it.
    ordered bytea,
    state text NOT NULL DEFAULT 'WAITING',
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    finished_at timestamptz,
    failure text,
    sealed bytea,
    CONSTRAINT evidence_copies_pkey PRIMARY KEY (id),
    CONSTRAINT kind_is_of_a_copy CHECK (kind IN ('PICTURE', 'STRIPPED', 'REDACTED', 'SCAN')),
    CONSTRAINT state_is_of_a_copy CHECK (state IN ('WAITING', 'WORKING', 'DONE', 'FAILED', 'UNSUITABLE')),
    CONSTRAINT failure_is_a_code CHECK (failure ~ '^[a-z0-9.-]{1,64}$')
);
ALTER TABLE evidence_copies ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX evidence_copies_of_a_file ON evidence_copies (evidence_id, asked_at);
CREATE INDEX evidence_copies_to_make ON evidence_copies (due_at) WHERE state IN ('WAITING', 'WORKING');
-- What is made without anybody's asking is made once.
CREATE UNIQUE INDEX evidence_copies_of_the_house ON evidence_copies (evidence_id, kind) WHERE asked_by IS NULL;

-- The sealed files of a copy.
CREATE TABLE evidence_copy_parts (
    id uuid NOT NULL,
    copy_id uuid NOT NULL,
    CONSTRAINT evidence_copy_parts_pkey PRIMARY KEY (id),
    CONSTRAINT part_belongs_to_a_copy FOREIGN KEY (copy_id) REFERENCES evidence_copies (id)
);

ALTER TABLE case_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_evidence FORCE ROW LEVEL SECURITY;
ALTER TABLE evidence_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_state FORCE ROW LEVEL SECURITY;
ALTER TABLE evidence_awaited ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_awaited FORCE ROW LEVEL SECURITY;
ALTER TABLE custody_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE custody_events FORCE ROW LEVEL SECURITY;
ALTER TABLE evidence_copies ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_copies FORCE ROW LEVEL SECURITY;
ALTER TABLE evidence_copy_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_copy_parts FORCE ROW LEVEL SECURITY;

CREATE POLICY within_compartment ON case_evidence TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
CREATE POLICY within_compartment ON evidence_state TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM evidence e WHERE e.id = evidence_state.id)
        OR EXISTS (SELECT 1 FROM case_evidence c WHERE c.id = evidence_state.id));
CREATE POLICY within_compartment ON custody_events TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM evidence e WHERE e.id = evidence_id)
        OR EXISTS (SELECT 1 FROM case_evidence c WHERE c.id = evidence_id));
CREATE POLICY within_compartment ON evidence_copies TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM evidence e WHERE e.id = evidence_id)
        OR EXISTS (SELECT 1 FROM case_evidence c WHERE c.id = evidence_id));
CREATE POLICY within_compartment ON evidence_copy_parts TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM evidence_copies c WHERE c.id = copy_id));

CREATE POLICY arriving ON case_evidence TO amparo_verification_system USING (true);
CREATE POLICY arriving ON evidence_state TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY arriving ON evidence_awaited TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY arriving ON custody_events TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY arriving ON evidence_copies TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY arriving ON evidence_copy_parts TO amparo_verification_system USING (true) WITH CHECK (true);
-- To open what names a file.
CREATE POLICY arriving ON entry_versions TO amparo_verification_system USING (true);

GRANT SELECT, INSERT ON case_evidence, custody_events TO amparo_verification_app;
GRANT SELECT, INSERT (id, arrived_at, check_due_at, stamp_due_at) ON evidence_state TO amparo_verification_app;
GRANT SELECT, INSERT (id, evidence_id, kind, asked_at, asked_by, ordered, due_at) ON evidence_copies
    TO amparo_verification_app;
GRANT SELECT ON evidence_copy_parts TO amparo_verification_app;
GRANT INSERT (awaited), UPDATE (
    awaited, checked_at, check_result, check_due_at, stamp_due_at, stamped_at, stamp, scan_result
) ON evidence_state TO amparo_verification_system;
GRANT SELECT, INSERT, DELETE, UPDATE (due_at) ON evidence_awaited TO amparo_verification_system;
GRANT UPDATE (state, attempts, due_at, finished_at, failure, sealed) ON evidence_copies TO amparo_verification_system;
GRANT INSERT ON evidence_copy_parts TO amparo_verification_system;
