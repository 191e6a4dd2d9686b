-- People who may sign in at the staff door. Removed people stay, disabled, since the record of what was done names them.
CREATE TABLE staff (
    id uuid PRIMARY KEY,
    login_name text NOT NULL,
    display_name text NOT NULL,
    -- Argon2id. NULL until the person has chosen a password with the set-up code.
    password_hash text,
    -- Sealed for Verification, where people sign in: a copy of this table gives nobody a second factor.
    totp_secret bytea,
    -- The time step of the last code taken; no code is taken twice.
    totp_last_step bigint NOT NULL DEFAULT 0,
    language text NOT NULL,
    roles text[] NOT NULL,
    compartments text[] NOT NULL,
    set_up_code_hash bytea,
    set_up_expires_at timestamptz,
    created_at timestamptz NOT NULL,
    disabled_at timestamptz,
    CONSTRAINT login_name_is_plain CHECK (login_name ~ '^[a-z0-9][a-z0-9._@-]{0,63}$'),
    CONSTRAINT language_is_known CHECK (language IN ('ar', 'zh', 'en', 'fr', 'ru', 'es')),
    CONSTRAINT somebody_has_a_role CHECK (cardinality(roles) > 0),
    CONSTRAINT second_factor_comes_with_a_password CHECK (totp_secret IS NULL OR password_hash IS NOT NULL),
    CONSTRAINT set_up_code_ends CHECK ((set_up_code_hash IS NULL) = (set_up_expires_at IS NULL))
);
CREATE UNIQUE INDEX one_person_per_login_name ON staff (login_name);

CREATE TABLE recovery_codes (
    staff_id uuid NOT NULL REFERENCES staff (id),
    code_hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (staff_id, code_hash)
);

-- One row for each browser somebody uses. The token itself is only in the cookie.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL,
    staff_id uuid NOT NULL REFERENCES staff (id),
    -- set_up: came with a set-up code; second_factor: came with the password; signed_in: both factors given.
    stage text NOT NULL,
    -- While a second factor is set up: its secret, sealed as above.
    offered_secret bytea,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT stage_is_known CHECK (stage IN ('set_up', 'second_factor', 'signed_in')),
    CONSTRAINT secret_is_offered_at_set_up CHECK (offered_secret IS NULL OR stage = 'set_up')
);
CREATE UNIQUE INDEX one_session_per_token ON sessions (token_hash);
CREATE INDEX sessions_of_staff ON sessions (staff_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- Failed sign-ins by name, whether or not somebody has that name, so that both are slowed in the same way.
CREATE TABLE failed_sign_ins (
    name_hash bytea PRIMARY KEY,
    failures integer NOT NULL,
    last_at timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL
);
CREATE INDEX failed_sign_ins_by_age ON failed_sign_ins (last_at);

GRANT USAGE ON SCHEMA accounts TO amparo_verification_app, amparo_notification_app, amparo_reporting_app;

-- Verification serves the sign-in pages. It cannot add people, name them anew or give them roles.
GRANT SELECT ON staff TO amparo_verification_app;
GRANT UPDATE (password_hash, totp_secret, totp_last_step, language, set_up_code_hash, set_up_expires_at)
    ON staff TO amparo_verification_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_codes, sessions, failed_sign_ins TO amparo_verification_app;

-- The other two only see who is signed in.
GRANT SELECT (id, login_name, display_name, language, roles, compartments, disabled_at)
    ON staff TO amparo_notification_app, amparo_reporting_app;
GRANT SELECT (id, token_hash, staff_id, stage, created_at, last_seen_at, expires_at), UPDATE (last_seen_at)
    ON sessions TO amparo_notification_app, amparo_reporting_app;
