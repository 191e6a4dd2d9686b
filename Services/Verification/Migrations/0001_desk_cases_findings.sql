-- The case desk. Whatever was told or found stands sealed: a submission under its own key for this service, all else
-- under the case's key. In clear stand ids, times, urgency, compartment and who is responsible.

CREATE TABLE submissions (
    id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    arrived_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    urgency text NOT NULL,
    mailbox_id uuid NOT NULL,
    compartment text NOT NULL,
    sealed bytea NOT NULL,
    first_read_at timestamptz,
    case_id uuid,
    CONSTRAINT submissions_pkey PRIMARY KEY (id),
    CONSTRAINT urgency_is_a_class CHECK (urgency ~ '^U[1-4]$'),
    CONSTRAINT compartment_is_a_code CHECK (compartment ~ '^[A-Z0-9_]{1,32}$')
);
ALTER TABLE submissions ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- The desk's queue: what no case holds yet, most urgent and then oldest first.
CREATE INDEX submissions_on_the_desk ON submissions (urgency, received_at, id) WHERE case_id IS NULL;
CREATE INDEX submissions_by_case ON submissions (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE cases (
    id uuid NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    opened_at timestamptz NOT NULL,
    opened_by uuid NOT NULL,
    urgency text NOT NULL,
    compartment text NOT NULL,
    status text NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT cases_pkey PRIMARY KEY (id),
    CONSTRAINT cases_number_key UNIQUE (number),
    CONSTRAINT urgency_is_a_class CHECK (urgency ~ '^U[1-4]$'),
    CONSTRAINT compartment_is_a_code CHECK (compartment ~ '^[A-Z0-9_]{1,32}$'),
    CONSTRAINT decided_by_somebody CHECK ((decided_at IS NULL) = (decided_by IS NULL))
);

ALTER TABLE submissions
    ADD CONSTRAINT submission_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id);

CREATE INDEX cases_by_status ON cases (status, urgency, opened_at, id);

-- Records with sealed parts are kept as one sealed row per version; what changed is computed when it is read.
CREATE TABLE case_versions (
    case_id uuid NOT NULL,
    version integer NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamptz NOT NULL,
    saved_by uuid NOT NULL,
    CONSTRAINT case_versions_pkey PRIMARY KEY (case_id, version),
    CONSTRAINT version_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id)
);
ALTER TABLE case_versions ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE findings (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT findings_pkey PRIMARY KEY (id),
    CONSTRAINT finding_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id)
);
ALTER TABLE findings ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE INDEX findings_by_case ON findings (case_id, recorded_at);

-- What the officers have told the source, sealed under the case's key; the copy in the mailbox is under the receipt's.
CREATE TABLE messages_to_sources (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    submission_id uuid NOT NULL,
    sent_at timestamptz NOT NULL,
    sent_by uuid NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT messages_to_sources_pkey PRIMARY KEY (id),
    CONSTRAINT message_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id)
);
ALTER TABLE messages_to_sources ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE INDEX messages_to_sources_by_case ON messages_to_sources (case_id, sent_at);

-- The second line behind the policy objects: a transaction sees the compartments it has been given, and nothing where
-- none is set. Consumers and clocks work as the system role, which no page uses.
CREATE FUNCTION may_see(compartment text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT compartment = ANY (string_to_array(current_setting('amparo.compartments', true), ','))
$$;

ALTER TABLE submissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE submissions FORCE ROW LEVEL SECURITY;
ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
ALTER TABLE case_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_versions FORCE ROW LEVEL SECURITY;
ALTER TABLE findings ENABLE ROW LEVEL SECURITY;
ALTER TABLE findings FORCE ROW LEVEL SECURITY;
ALTER TABLE messages_to_sources ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages_to_sources FORCE ROW LEVEL SECURITY;

CREATE POLICY within_compartment ON submissions TO amparo_verification_app
    USING (may_see(compartment)) WITH CHECK (may_see(compartment));
CREATE POLICY within_compartment ON cases TO amparo_verification_app
    USING (may_see(compartment)) WITH CHECK (may_see(compartment));
CREATE POLICY within_compartment ON case_versions TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
CREATE POLICY within_compartment ON findings TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
CREATE POLICY within_compartment ON messages_to_sources TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));

CREATE POLICY arriving ON submissions TO amparo_verification_system USING (true) WITH CHECK (true);

GRANT EXECUTE ON FUNCTION may_see TO amparo_verification_app;
GRANT SELECT, INSERT ON submissions, cases, case_versions, findings, messages_to_sources TO amparo_verification_app;
GRANT UPDATE (case_id, first_read_at) ON submissions TO amparo_verification_app;
GRANT UPDATE (status, decided_at, decided_by, version, urgency) ON cases TO amparo_verification_app;
GRANT SELECT, INSERT ON submissions TO amparo_verification_system;
