-- Partners that send submissions by program, their tokens, and what has been taken from them under which key of theirs.

CREATE TABLE partners (
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT partners_pkey PRIMARY KEY (id),
    CONSTRAINT one_partner_a_name UNIQUE (name),
    CONSTRAINT name_is_short CHECK (char_length(name) BETWEEN 1 AND 100 AND name !~ '[[:cntrl:]]'),
    CONSTRAINT kind_is_known CHECK (kind IN ('NGO', 'UN_ENTITY', 'SPECIAL_PROCEDURES', 'TREATY_BODY'))
);

CREATE TABLE partner_tokens (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    -- A hash of 256 random bits: who reads this table cannot send as a partner.
    hash bytea NOT NULL,
    last_four text NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT partner_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT token_has_a_partner FOREIGN KEY (partner_id) REFERENCES partners (id),
    CONSTRAINT one_token_a_hash UNIQUE (hash),
    CONSTRAINT hash_is_a_hash CHECK (octet_length(hash) = 32),
    CONSTRAINT scopes_are_known CHECK (scopes <@ ARRAY['submit', 'status'] AND scopes <> '{}'),
    CONSTRAINT token_ends CHECK (expires_at > created_at)
);

-- What a partner calls an item may name somebody, so only a hash of it stands here. That of the content is over the exact
-- bytes, the partner's random key among them: it proves no guess at what somebody told.
CREATE TABLE partner_items (
    partner_id uuid NOT NULL,
    key_hash bytea NOT NULL,
    content_hash bytea NOT NULL,
    submission_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT partner_items_pkey PRIMARY KEY (partner_id, key_hash),
    CONSTRAINT item_has_a_partner FOREIGN KEY (partner_id) REFERENCES partners (id),
    CONSTRAINT key_hash_is_a_hash CHECK (octet_length(key_hash) = 32),
    CONSTRAINT content_hash_is_a_hash CHECK (octet_length(content_hash) = 32)
);

GRANT SELECT (id, name, kind, revoked_at) ON partners TO amparo_intake_app;
GRANT SELECT (id, partner_id, hash, scopes, expires_at, revoked_at) ON partner_tokens TO amparo_intake_app;
GRANT SELECT, INSERT ON partner_items TO amparo_intake_app;
