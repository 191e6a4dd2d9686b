-- Files that lie in this service's own blob store, and what they belong to. Name, types, hash and key of a file stand sealed
-- in the submission's content, or in that of what its source sent later.

CREATE TABLE evidence (
    id uuid NOT NULL,
    submission_id uuid NOT NULL,
    adopted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT evidence_pkey PRIMARY KEY (id, submission_id),
    CONSTRAINT evidence_belongs_to_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id)
);

ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence FORCE ROW LEVEL SECURITY;

CREATE POLICY within_compartment ON evidence TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM submissions WHERE submissions.id = submission_id));
CREATE POLICY arriving ON evidence TO amparo_verification_system USING (true) WITH CHECK (true);

GRANT SELECT ON evidence TO amparo_verification_app;
GRANT INSERT ON evidence TO amparo_verification_system;
