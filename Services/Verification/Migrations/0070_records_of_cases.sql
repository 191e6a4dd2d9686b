-- What officers hold of a case beside its first record: people, acts, items of information, consents, risks, notes.
-- One row a record, one sealed row for each of its versions; what changed between two is computed when it is read.
-- In clear stand ids, the kind of record, times and who saved.

CREATE TABLE case_records (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    kind text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    saved_at timestamptz NOT NULL,
    saved_by uuid NOT NULL,
    removed_at timestamptz,
    CONSTRAINT case_records_pkey PRIMARY KEY (id),
    CONSTRAINT record_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id),
    CONSTRAINT kind_is_a_code CHECK (kind ~ '^[A-Z_]{1,32}$')
);

CREATE INDEX case_records_by_case ON case_records (case_id, kind, created_at, id);

CREATE TABLE record_versions (
    record_id uuid NOT NULL,
    version integer NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamptz NOT NULL,
    saved_by uuid NOT NULL,
    CONSTRAINT record_versions_pkey PRIMARY KEY (record_id, version),
    CONSTRAINT version_belongs_to_a_record FOREIGN KEY (record_id) REFERENCES case_records (id)
);
ALTER TABLE record_versions ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- Every step of a case from one status to the next (DOMAIN.md B.6); why stands in a record.
CREATE TABLE case_steps (
    case_id uuid NOT NULL,
    version integer NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    taken_at timestamptz NOT NULL,
    taken_by uuid NOT NULL,
    CONSTRAINT case_steps_pkey PRIMARY KEY (case_id, version),
    CONSTRAINT step_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id)
);

ALTER TABLE case_records ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_records FORCE ROW LEVEL SECURITY;
ALTER TABLE record_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_versions FORCE ROW LEVEL SECURITY;
ALTER TABLE case_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_steps FORCE ROW LEVEL SECURITY;

CREATE POLICY within_compartment ON case_records TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
CREATE POLICY within_compartment ON record_versions TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM case_records WHERE case_records.id = record_id));
CREATE POLICY within_compartment ON case_steps TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));

GRANT SELECT, INSERT ON case_records, record_versions, case_steps TO amparo_verification_app;
GRANT UPDATE (version, saved_at, saved_by, removed_at) ON case_records TO amparo_verification_app;
