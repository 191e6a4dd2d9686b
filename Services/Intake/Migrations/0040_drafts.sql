-- Texts that submitters left on purpose, to go on with on the same device. The key of each lies in a cookie there and
-- nowhere else: what is here cannot be read here.

CREATE TABLE drafts (
    id uuid NOT NULL,
    -- Follows from the key and does not lead back to it.
    lookup bytea NOT NULL,
    sealed bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT drafts_pkey PRIMARY KEY (id),
    CONSTRAINT one_draft_a_key UNIQUE (lookup),
    CONSTRAINT lookup_is_a_hash CHECK (octet_length(lookup) = 32),
    CONSTRAINT draft_is_no_store CHECK (octet_length(sealed) <= 262400)
);
ALTER TABLE drafts ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE INDEX drafts_by_end ON drafts (expires_at);

-- A draft is replaced by another one, never changed.
GRANT SELECT, INSERT, DELETE ON drafts TO amparo_intake_app;
