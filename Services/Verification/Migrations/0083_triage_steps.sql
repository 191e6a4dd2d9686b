-- What people did in triage: who has what, which urgency was set, what was linked, split, called a duplicate or not the same.
-- Why lies sealed, under the case's key, or where there is no case under this service's, as a submission does.

CREATE TABLE triage_steps (
    id uuid NOT NULL,
    kind text NOT NULL,
    submission_id uuid,
    case_id uuid,
    -- The other submission or case, or the officer.
    other_id uuid,
    taken_at timestamptz NOT NULL,
    taken_by uuid NOT NULL,
    sealed bytea,
    CONSTRAINT triage_steps_pkey PRIMARY KEY (id),
    CONSTRAINT kind_is_a_code CHECK (kind ~ '^[A-Z_]{1,32}$'),
    CONSTRAINT step_is_about_something CHECK (submission_id IS NOT NULL OR case_id IS NOT NULL),
    CONSTRAINT step_is_of_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id),
    CONSTRAINT step_is_of_a_case FOREIGN KEY (case_id) REFERENCES cases (id)
);

CREATE INDEX triage_steps_by_submission ON triage_steps (submission_id, taken_at) WHERE submission_id IS NOT NULL;
CREATE INDEX triage_steps_by_case ON triage_steps (case_id, taken_at) WHERE case_id IS NOT NULL;
CREATE INDEX triage_steps_by_other ON triage_steps (other_id, kind) WHERE other_id IS NOT NULL;

ALTER TABLE triage_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY within_compartment ON triage_steps TO amparo_verification_app
    USING ((submission_id IS NULL OR EXISTS (SELECT FROM submissions WHERE submissions.id = submission_id))
        AND (case_id IS NULL OR EXISTS (SELECT FROM cases WHERE cases.id = case_id)));

GRANT SELECT, INSERT ON triage_steps TO amparo_verification_app;
