-- Files on their way to Verification. Each lies sealed in the blob store under its id; its name, types, hash and key stand
-- here sealed under a key that only the client's upload token gives: Intake cannot open what it took in.

CREATE TABLE uploads (
    -- A hash of the token: who reads this table can continue no upload.
    lookup bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT uploads_pkey PRIMARY KEY (lookup),
    CONSTRAINT lookup_is_a_hash CHECK (octet_length(lookup) = 32)
);

CREATE INDEX uploads_by_expiry ON uploads (expires_at);

CREATE TABLE upload_files (
    id uuid NOT NULL,
    lookup bytea NOT NULL,
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Bytes that came, or are to come while the file is not whole.
    size bigint NOT NULL,
    is_whole boolean NOT NULL,
    sealed bytea NOT NULL,
    -- The submission or the update that names the file: it is kept until Verification has adopted that.
    claimed_by uuid,
    CONSTRAINT upload_files_pkey PRIMARY KEY (id),
    CONSTRAINT file_belongs_to_an_upload FOREIGN KEY (lookup) REFERENCES uploads (lookup),
    CONSTRAINT size_is_not_negative CHECK (size >= 0)
);

CREATE INDEX upload_files_by_upload ON upload_files (lookup);
CREATE INDEX upload_files_by_claim ON upload_files (claimed_by) WHERE claimed_by IS NOT NULL;

GRANT SELECT, INSERT, DELETE ON uploads, upload_files TO amparo_intake_app;
GRANT UPDATE (expires_at) ON uploads TO amparo_intake_app;
GRANT UPDATE (is_whole, sealed, claimed_by) ON upload_files TO amparo_intake_app;
