-- What early warnings are computed from: one sealed row of codes and encodings for each submission or case of late, made
-- with the index. No page reads it.
CREATE TABLE pattern_facts (
    submission_id uuid,
    case_id uuid,
    compartment text NOT NULL,
    reported_at timestamptz NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT pattern_facts_submission_key UNIQUE (submission_id),
    CONSTRAINT pattern_facts_case_key UNIQUE (case_id),
    CONSTRAINT facts_of_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id) ON DELETE CASCADE,
    CONSTRAINT facts_of_a_case FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE CASCADE,
    CONSTRAINT about_one_thing CHECK (num_nonnulls(submission_id, case_id) = 1)
);
ALTER TABLE pattern_facts ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX pattern_facts_by_time ON pattern_facts (compartment, reported_at DESC);

-- Early warnings (DOMAIN.md D.7): shown to the desk and acknowledged by a person. `token` is what one is about, hashed under
-- the compartment's key, so that none is raised twice.
CREATE TABLE early_warnings (
    id uuid NOT NULL,
    compartment text NOT NULL,
    token bigint NOT NULL,
    raised_at timestamptz NOT NULL,
    sealed bytea NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    -- What the person who acknowledged it wrote, sealed.
    note bytea,
    CONSTRAINT early_warnings_pkey PRIMARY KEY (id),
    CONSTRAINT acknowledged_by_somebody CHECK (num_nonnulls(acknowledged_at, acknowledged_by, note) IN (0, 3))
);
ALTER TABLE early_warnings ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX early_warnings_open ON early_warnings (compartment, token) WHERE acknowledged_at IS NULL;
CREATE INDEX early_warnings_by_token ON early_warnings (compartment, token, raised_at);

ALTER TABLE pattern_facts ENABLE ROW LEVEL SECURITY;
ALTER TABLE pattern_facts FORCE ROW LEVEL SECURITY;
ALTER TABLE early_warnings ENABLE ROW LEVEL SECURITY;
ALTER TABLE early_warnings FORCE ROW LEVEL SECURITY;
CREATE POLICY indexing ON pattern_facts TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY within_compartment ON early_warnings TO amparo_verification_app
    USING (may_see(compartment)) WITH CHECK (may_see(compartment));
CREATE POLICY watching ON early_warnings TO amparo_verification_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON pattern_facts TO amparo_verification_system;
GRANT SELECT, UPDATE (acknowledged_at, acknowledged_by, note) ON early_warnings TO amparo_verification_app;
GRANT INSERT ON early_warnings TO amparo_verification_system;
