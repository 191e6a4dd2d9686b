-- A case has one key, wrapped for Verification; for each other service that may read something of it, a subkey is wrapped.
-- Without a row here, what was sealed under the key is unreadable wherever it lies.
CREATE TABLE case_keys (
    case_id uuid NOT NULL,
    service text NOT NULL CONSTRAINT a_service_that_opens CHECK (service IN ('verification', 'notification', 'reporting')),
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, service)
);

-- Nobody gets past the policies, the owner included; where none allows, the answer is no.
ALTER TABLE case_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_keys FORCE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA ${schema} TO amparo_verification_app, amparo_notification_app, amparo_reporting_app;
GRANT SELECT ON case_keys TO amparo_verification_app, amparo_notification_app, amparo_reporting_app;
GRANT UPDATE (wrapped) ON case_keys TO amparo_verification_app, amparo_notification_app, amparo_reporting_app;
GRANT INSERT (case_id, service, wrapped) ON case_keys TO amparo_verification_app;

-- Each service sees its own copies and, when its key pair changes, wraps these anew.
CREATE POLICY own_copy_is_read ON case_keys FOR SELECT
    TO amparo_verification_app, amparo_notification_app, amparo_reporting_app
    USING (current_user = 'amparo_' || service || '_app');
CREATE POLICY own_copy_is_wrapped_anew ON case_keys FOR UPDATE
    TO amparo_verification_app, amparo_notification_app, amparo_reporting_app
    USING (current_user = 'amparo_' || service || '_app')
    WITH CHECK (current_user = 'amparo_' || service || '_app');

-- Verification wraps for everybody.
CREATE POLICY verification_wraps ON case_keys FOR INSERT TO amparo_verification_app WITH CHECK (true);

-- Erasure takes every copy, also those that Verification cannot see; therefore it runs as the owner, who may do this
-- one thing.
CREATE POLICY owner_finds_to_erase ON case_keys FOR SELECT TO amparo_${schema}_migrator USING (true);
CREATE POLICY owner_erases ON case_keys FOR DELETE TO amparo_${schema}_migrator USING (true);

CREATE FUNCTION destroy_case_keys(erased uuid) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = ${schema}, pg_temp
BEGIN ATOMIC
    WITH gone AS (DELETE FROM case_keys WHERE case_id = erased RETURNING 1)
    SELECT count(*) FROM gone;
END;

REVOKE ALL ON FUNCTION destroy_case_keys(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION destroy_case_keys(uuid) TO amparo_verification_app;
