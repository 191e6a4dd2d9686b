-- Which submissions may tell of the same thing (DOMAIN.md IN-07). What stands here of a text are hashes under a key of its
-- compartment: without that key, which lies sealed for this service, they tell nothing, and between compartments they never
-- meet.

CREATE TABLE compartment_keys (
    id uuid NOT NULL,
    compartment text NOT NULL,
    wrapped bytea NOT NULL,
    CONSTRAINT compartment_keys_pkey PRIMARY KEY (id),
    CONSTRAINT compartment_keys_compartment_key UNIQUE (compartment),
    CONSTRAINT compartment_is_a_code CHECK (compartment ~ '^[A-Z0-9_]{1,32}$')
);

-- What a submission is compared by.
CREATE TABLE likeness (
    submission_id uuid NOT NULL,
    features bytea NOT NULL,
    -- The first submission with nearly the same text; itself where there is none.
    text_group uuid NOT NULL,
    CONSTRAINT likeness_pkey PRIMARY KEY (submission_id),
    CONSTRAINT likeness_is_of_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id)
);
ALTER TABLE likeness ALTER COLUMN features SET STORAGE EXTERNAL;

CREATE INDEX likeness_by_text ON likeness (text_group, submission_id);

-- Under which hashes a submission is found. A row is its own index entry, and is removed by what stands in its features.
CREATE TABLE likeness_tokens (
    token bigint NOT NULL,
    submission_id uuid NOT NULL,
    CONSTRAINT likeness_tokens_pkey PRIMARY KEY (token, submission_id)
);

-- A text that came many times. Its id is that of the first submission with it.
CREATE TABLE campaigns (
    id uuid NOT NULL,
    compartment text NOT NULL,
    recognized_at timestamptz NOT NULL,
    CONSTRAINT campaigns_pkey PRIMARY KEY (id),
    CONSTRAINT campaign_begins_with_a_submission FOREIGN KEY (id) REFERENCES submissions (id)
);

CREATE INDEX campaigns_by_compartment ON campaigns (compartment, recognized_at);

ALTER TABLE submissions ADD COLUMN campaign_id uuid;
ALTER TABLE submissions
    ADD CONSTRAINT submission_belongs_to_a_campaign FOREIGN KEY (campaign_id) REFERENCES campaigns (id);

CREATE INDEX submissions_of_campaigns ON submissions (campaign_id, urgency, received_at, id)
    WHERE case_id IS NULL AND campaign_id IS NOT NULL;

ALTER TABLE compartment_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE compartment_keys FORCE ROW LEVEL SECURITY;
ALTER TABLE likeness ENABLE ROW LEVEL SECURITY;
ALTER TABLE likeness FORCE ROW LEVEL SECURITY;
ALTER TABLE likeness_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE likeness_tokens FORCE ROW LEVEL SECURITY;
ALTER TABLE campaigns ENABLE ROW LEVEL SECURITY;
ALTER TABLE campaigns FORCE ROW LEVEL SECURITY;

CREATE POLICY within_compartment ON compartment_keys TO amparo_verification_app
    USING (may_see(compartment)) WITH CHECK (may_see(compartment));
CREATE POLICY within_compartment ON likeness TO amparo_verification_app
    USING (EXISTS (SELECT FROM submissions WHERE submissions.id = submission_id));
CREATE POLICY within_compartment ON likeness_tokens TO amparo_verification_app
    USING (EXISTS (SELECT FROM submissions WHERE submissions.id = submission_id));
CREATE POLICY within_compartment ON campaigns TO amparo_verification_app
    USING (may_see(compartment)) WITH CHECK (may_see(compartment));
CREATE POLICY arriving ON compartment_keys TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY arriving ON likeness TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY arriving ON likeness_tokens TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY arriving ON campaigns TO amparo_verification_system USING (true) WITH CHECK (true);

-- What arrives is compared by the system; what staff enter, by their own transaction.
GRANT SELECT, INSERT ON compartment_keys, likeness, likeness_tokens, campaigns
    TO amparo_verification_app, amparo_verification_system;
GRANT UPDATE (campaign_id) ON submissions TO amparo_verification_app, amparo_verification_system;
