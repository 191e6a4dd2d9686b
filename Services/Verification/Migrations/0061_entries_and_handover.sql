-- Submissions that staff have entered: by telephone, in person, from a letter. What was told lies sealed in `submissions` like
-- any other; here stands who entered it and when.

CREATE TABLE entries (
    -- Made where it was typed, so that the same entry sent twice is stored once.
    id uuid NOT NULL,
    submission_id uuid NOT NULL,
    entered_at timestamptz NOT NULL,
    entered_by uuid NOT NULL,
    CONSTRAINT entries_pkey PRIMARY KEY (id),
    CONSTRAINT entries_submission_key UNIQUE (submission_id),
    CONSTRAINT entry_is_of_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id)
);

CREATE INDEX entries_by_officer ON entries (entered_by, entered_at DESC);

-- The same entry with another content, as when two devices held it: kept beside the first, never over it.
CREATE TABLE entry_versions (
    id uuid NOT NULL,
    submission_id uuid NOT NULL,
    sealed bytea NOT NULL,
    entered_at timestamptz NOT NULL,
    entered_by uuid NOT NULL,
    CONSTRAINT entry_versions_pkey PRIMARY KEY (id),
    CONSTRAINT version_is_of_an_entry FOREIGN KEY (submission_id) REFERENCES entries (submission_id)
);
ALTER TABLE entry_versions ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE INDEX entry_versions_by_submission ON entry_versions (submission_id, entered_at);

-- The sheet that a source was given: a hash from which its code does not follow.
CREATE TABLE handovers (
    submission_id uuid NOT NULL,
    lookup bytea NOT NULL,
    prepared_at timestamptz NOT NULL,
    prepared_by uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    taken_at timestamptz,
    CONSTRAINT handovers_pkey PRIMARY KEY (submission_id),
    CONSTRAINT handover_is_of_an_entry FOREIGN KEY (submission_id) REFERENCES entries (submission_id),
    CONSTRAINT lookup_is_a_hash CHECK (octet_length(lookup) = 32)
);

-- Sheets printed before a session. A sheet means nothing until its number is bound to an entry.
CREATE TABLE handover_sheets (
    serial text NOT NULL,
    lookup bytea NOT NULL,
    printed_at timestamptz NOT NULL,
    printed_by uuid NOT NULL,
    submission_id uuid,
    CONSTRAINT handover_sheets_pkey PRIMARY KEY (serial),
    CONSTRAINT handover_sheets_lookup_key UNIQUE (lookup),
    CONSTRAINT lookup_is_a_hash CHECK (octet_length(lookup) = 32)
);

-- Ids, times and hashes alone have no compartment; a version's content has its submission's.
ALTER TABLE entry_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY within_compartment ON entry_versions TO amparo_verification_app
    USING (EXISTS (SELECT FROM submissions WHERE submissions.id = submission_id));

GRANT SELECT, INSERT ON entries, entry_versions, handovers, handover_sheets TO amparo_verification_app;
GRANT UPDATE (lookup, prepared_at, prepared_by, expires_at, revoked_at) ON handovers TO amparo_verification_app;
GRANT UPDATE (submission_id) ON handover_sheets TO amparo_verification_app;
-- The consumer hears that a source has taken over.
GRANT SELECT, UPDATE (taken_at) ON handovers TO amparo_verification_system;
