-- Whether officers are warned before they read what a submission tells, where one of them has said so. What was said lies
-- sealed for this service: that something is hard to read tells of it.

CREATE TABLE content_warnings (
    submission_id uuid NOT NULL,
    sealed bytea NOT NULL,
    said_at timestamptz NOT NULL,
    said_by uuid NOT NULL,
    CONSTRAINT content_warnings_pkey PRIMARY KEY (submission_id),
    CONSTRAINT warning_is_of_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id)
);

ALTER TABLE content_warnings ENABLE ROW LEVEL SECURITY;
ALTER TABLE content_warnings FORCE ROW LEVEL SECURITY;
CREATE POLICY within_compartment ON content_warnings TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM submissions WHERE submissions.id = submission_id));
GRANT SELECT, INSERT, UPDATE ON content_warnings TO amparo_verification_app;
