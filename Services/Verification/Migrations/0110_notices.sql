-- What somebody at the desk must see of a case: a consent taken back, one to ask for again, an assessment to make anew, a
-- check-in that was missed. In clear stand ids, the kind of notice and times; why stands in the case.

CREATE TABLE case_notices (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    kind text NOT NULL,
    -- The record, or what a source sent, that it is about.
    about uuid NOT NULL,
    due_at timestamptz NOT NULL,
    urgency text NOT NULL,
    settled_at timestamptz,
    settled_by uuid,
    CONSTRAINT case_notices_pkey PRIMARY KEY (id),
    CONSTRAINT one_notice_about_one_thing UNIQUE (case_id, kind, about),
    CONSTRAINT notice_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id),
    CONSTRAINT kind_is_a_code CHECK (kind ~ '^[A-Z_]{1,32}$'),
    CONSTRAINT urgency_is_a_class CHECK (urgency ~ '^U[1-4]$')
);

CREATE INDEX case_notices_open ON case_notices (urgency, due_at, id) WHERE settled_at IS NULL;

ALTER TABLE case_notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_notices FORCE ROW LEVEL SECURITY;

CREATE POLICY within_compartment ON case_notices TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
CREATE POLICY arriving ON case_notices TO amparo_verification_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON case_notices TO amparo_verification_app, amparo_verification_system;
GRANT UPDATE (due_at, urgency, settled_at, settled_by) ON case_notices
    TO amparo_verification_app, amparo_verification_system;

-- A withdrawal that comes through the mailbox takes effect when it arrives. To see that it is one, the consumer reads what
-- the source said before; events about one case are appended after its row is locked, for which the right to change it is
-- needed. No row that it would write passes.
CREATE POLICY locked_by_the_system ON cases FOR SELECT TO amparo_verification_system USING (true);
CREATE POLICY locked_and_never_changed ON cases FOR UPDATE TO amparo_verification_system
    USING (true) WITH CHECK (false);
GRANT SELECT (id, compartment), UPDATE (version) ON cases TO amparo_verification_system;
GRANT SELECT (submission_id, sequence, received_at, urgency, sealed) ON source_updates TO amparo_verification_system;
