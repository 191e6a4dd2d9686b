-- What waits for the signature of a second person, so that whoever may sign finds it and its author is held back until
-- then. What it is about, and why, stands sealed in the record of the same id.

CREATE TABLE signed_steps (
    record_id uuid NOT NULL,
    case_id uuid NOT NULL,
    what text NOT NULL,
    state text NOT NULL,
    proposed_at timestamptz NOT NULL,
    proposed_by uuid NOT NULL,
    settled_at timestamptz,
    settled_by uuid,
    CONSTRAINT signed_steps_pkey PRIMARY KEY (record_id),
    CONSTRAINT step_is_a_record FOREIGN KEY (record_id) REFERENCES case_records (id),
    CONSTRAINT step_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id),
    CONSTRAINT what_is_a_code CHECK (what ~ '^[A-Z_]{1,32}$'),
    CONSTRAINT state_is_known CHECK (state IN ('WAITING', 'SIGNED', 'REFUSED', 'SENT_BACK', 'TAKEN_BACK')),
    CONSTRAINT settled_or_waiting CHECK ((settled_at IS NULL) = (state = 'WAITING')),
    CONSTRAINT settled_by_somebody CHECK ((settled_at IS NULL) = (settled_by IS NULL)),
    CONSTRAINT signed_by_another CHECK (state <> 'SIGNED' OR settled_by <> proposed_by)
);

-- Of one sort, one at a time waits in a case.
CREATE UNIQUE INDEX signed_steps_waiting ON signed_steps (case_id, what) WHERE state = 'WAITING';
CREATE INDEX signed_steps_queue ON signed_steps (proposed_at, record_id) WHERE state = 'WAITING';

ALTER TABLE signed_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE signed_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY within_compartment ON signed_steps TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
GRANT SELECT, INSERT ON signed_steps TO amparo_verification_app;
GRANT UPDATE (state, settled_at, settled_by) ON signed_steps TO amparo_verification_app;

-- Items of information are records of their case from here on; what lies in this table is read until it is made one.
REVOKE INSERT ON findings FROM amparo_verification_app;
