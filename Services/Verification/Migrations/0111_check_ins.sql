-- When somebody is expected to say that they are safe, and whether they did. With whom it was agreed, and what to do, lies
-- sealed in the record; the clock needs the times and what silence means, and no more.

CREATE TABLE check_ins (
    record_id uuid NOT NULL,
    case_id uuid NOT NULL,
    -- Whose answers through the mailbox count; none where an officer is told in another way.
    submission_id uuid,
    starts_at timestamptz NOT NULL,
    every_seconds bigint NOT NULL,
    grace_seconds bigint NOT NULL,
    ends_at timestamptz,
    silence text NOT NULL,
    -- The next agreed time that nobody has answered yet; none when the last is over or it was stopped.
    next_at timestamptz,
    CONSTRAINT check_ins_pkey PRIMARY KEY (record_id),
    CONSTRAINT check_in_is_a_record FOREIGN KEY (record_id) REFERENCES case_records (id),
    CONSTRAINT check_in_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id),
    CONSTRAINT check_in_of_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id),
    CONSTRAINT silence_is_a_code CHECK (silence ~ '^[A-Z_]{1,32}$'),
    CONSTRAINT it_comes_again CHECK (every_seconds > 0 AND grace_seconds >= 0)
);

CREATE INDEX check_ins_expected ON check_ins (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX check_ins_by_case ON check_ins (case_id);
CREATE INDEX check_ins_by_submission ON check_ins (submission_id) WHERE submission_id IS NOT NULL;

CREATE TABLE check_in_occasions (
    record_id uuid NOT NULL,
    expected_at timestamptz NOT NULL,
    missed_at timestamptz,
    answered_at timestamptz,
    -- Nobody where the answer came through the mailbox.
    recorded_by uuid,
    CONSTRAINT check_in_occasions_pkey PRIMARY KEY (record_id, expected_at),
    CONSTRAINT occasion_of_a_check_in FOREIGN KEY (record_id) REFERENCES check_ins (record_id),
    CONSTRAINT something_became_of_it CHECK (missed_at IS NOT NULL OR answered_at IS NOT NULL)
);

ALTER TABLE check_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_ins FORCE ROW LEVEL SECURITY;
ALTER TABLE check_in_occasions ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_in_occasions FORCE ROW LEVEL SECURITY;

CREATE POLICY within_compartment ON check_ins TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
CREATE POLICY within_compartment ON check_in_occasions TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM check_ins WHERE check_ins.record_id = check_in_occasions.record_id));
CREATE POLICY kept_by_the_clock ON check_ins TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY kept_by_the_clock ON check_in_occasions TO amparo_verification_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON check_ins, check_in_occasions TO amparo_verification_app;
GRANT UPDATE (next_at) ON check_ins TO amparo_verification_app, amparo_verification_system;
GRANT UPDATE (answered_at, recorded_by) ON check_in_occasions TO amparo_verification_app, amparo_verification_system;
GRANT SELECT ON check_ins TO amparo_verification_system;
GRANT SELECT, INSERT ON check_in_occasions TO amparo_verification_system;
