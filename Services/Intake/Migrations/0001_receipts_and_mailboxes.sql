-- What Intake keeps of a submission. The sealed narrative itself lies in the outbox row that carries it to Verification
-- and nowhere else here; Intake holds no key that opens it.

CREATE TABLE submissions (
    id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    channel text NOT NULL,
    language text NOT NULL,
    urgency text NOT NULL,
    mailbox_id uuid NOT NULL,
    -- A hash of the receipt's lookup id: who reads this table cannot come back as a submitter.
    lookup bytea NOT NULL,
    CONSTRAINT submissions_pkey PRIMARY KEY (id),
    CONSTRAINT one_receipt_a_submission UNIQUE (lookup),
    CONSTRAINT lookup_is_a_hash CHECK (octet_length(lookup) = 32),
    CONSTRAINT urgency_is_a_class CHECK (urgency ~ '^U[1-4]$'),
    CONSTRAINT channel_is_a_code CHECK (channel ~ '^[A-Z_]{1,32}$'),
    CONSTRAINT language_is_a_tag CHECK (language ~ '^[A-Za-z0-9-]{1,35}$')
);

-- Where a submission stands, in the few words that its submitter is told.
CREATE TABLE mailbox_states (
    mailbox_id uuid NOT NULL,
    state text NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT mailbox_states_pkey PRIMARY KEY (mailbox_id),
    CONSTRAINT state_is_a_code CHECK (state ~ '^[A-Z_]{1,32}$')
);

-- Messages from the officers, sealed under a key that only the receipt gives.
CREATE TABLE mailbox_messages (
    id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    sealed bytea NOT NULL,
    sent_at timestamptz NOT NULL,
    CONSTRAINT mailbox_messages_pkey PRIMARY KEY (id)
);
ALTER TABLE mailbox_messages ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE INDEX mailbox_messages_by_mailbox ON mailbox_messages (mailbox_id, sent_at);

GRANT INSERT ON submissions TO amparo_intake_app;
-- No more of a submission than its mailbox needs.
GRANT SELECT (id, received_at, mailbox_id, lookup) ON submissions TO amparo_intake_app;
GRANT SELECT, INSERT, UPDATE ON mailbox_states TO amparo_intake_app;
GRANT SELECT, INSERT ON mailbox_messages TO amparo_intake_app;
