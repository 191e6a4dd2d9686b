-- What sources send who come back with their receipt, sealed as it came. What kind it is stands inside.

CREATE TABLE source_updates (
    id uuid NOT NULL,
    -- The order of arrival, which is the order in which they were sent.
    sequence bigint GENERATED ALWAYS AS IDENTITY,
    submission_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    urgency text NOT NULL,
    sealed bytea NOT NULL,
    first_read_at timestamptz,
    CONSTRAINT source_updates_pkey PRIMARY KEY (id),
    CONSTRAINT update_belongs_to_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id),
    CONSTRAINT urgency_is_a_class CHECK (urgency ~ '^U[1-4]$')
);
ALTER TABLE source_updates ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE INDEX source_updates_by_submission ON source_updates (submission_id, sequence);
CREATE INDEX source_updates_unread ON source_updates (urgency, received_at, id) WHERE first_read_at IS NULL;

ALTER TABLE source_updates ENABLE ROW LEVEL SECURITY;
ALTER TABLE source_updates FORCE ROW LEVEL SECURITY;

CREATE POLICY within_compartment ON source_updates TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM submissions WHERE submissions.id = submission_id));
CREATE POLICY arriving ON source_updates TO amparo_verification_system USING (true) WITH CHECK (true);

GRANT SELECT, UPDATE (first_read_at) ON source_updates TO amparo_verification_app;
GRANT SELECT (id), INSERT ON source_updates TO amparo_verification_system;

-- A source may be asked before there is a case. Then the message is sealed under this service's own key, as the submission
-- is; with a case, under the case's.
ALTER TABLE messages_to_sources ALTER COLUMN case_id DROP NOT NULL;
ALTER TABLE messages_to_sources
    ADD CONSTRAINT message_belongs_to_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id);

CREATE INDEX messages_to_sources_by_submission ON messages_to_sources (submission_id, sent_at);

ALTER POLICY within_compartment ON messages_to_sources
    USING (EXISTS (SELECT 1 FROM submissions WHERE submissions.id = submission_id)
        AND (case_id IS NULL OR EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id)));
