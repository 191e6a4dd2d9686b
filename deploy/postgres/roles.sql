-- The schemas of one database and the roles of the cluster. Run by the cluster's owner in each database of Amparo, before
-- the migrations; running it again changes nothing.
--
--   amparo_<schema>_migrator   owns the schema and all in it; nobody logs in as it (SET ROLE)
--   amparo_<service>_app       logs in; may use its own schema, and in it only what the migrations grant
--   amparo_verification_system logs in; what consumers and clocks of Verification work as: all that its app role may, and
--                              the row-level policies that are for no page
--   amparo_intake_relay        logs in; ships what Intake's app role has written, which that role itself cannot read back
--   amparo_operator            logs in; may become each migrator, for the command `amparo`
--
-- PUBLIC gets nothing.

SET client_min_messages = warning;

BEGIN;

-- Roles belong to the cluster: two databases prepared at the same time would trip over each other. An advisory lock holds
-- within one database only, a lock on the shared catalogue in all of them. An owner who is no superuser may not take it,
-- and prepares one database at a time.
DO $$
BEGIN
    LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE;
EXCEPTION WHEN insufficient_privilege THEN
    PERFORM pg_advisory_xact_lock(5424112);
END
$$;

DO $$
DECLARE
    part text;
    app text;
    migrator text;
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;

    IF to_regrole('amparo_operator') IS NULL THEN
        -- It inherits nothing: what it does, it does after SET ROLE.
        CREATE ROLE amparo_operator LOGIN NOINHERIT;
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO amparo_operator', current_database());

    FOREACH part IN ARRAY ARRAY['intake', 'verification', 'notification', 'reporting', 'accounts', 'vault'] LOOP
        migrator := 'amparo_' || part || '_migrator';
        IF to_regrole(migrator) IS NULL THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', migrator);
        END IF;
        IF NOT pg_has_role('amparo_operator', migrator, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO amparo_operator', migrator);
        END IF;
        EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', part, migrator);
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', part);
        -- A function is callable by everybody unless this is said.
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC', migrator);
    END LOOP;

    FOREACH part IN ARRAY ARRAY['intake', 'verification', 'notification', 'reporting'] LOOP
        app := 'amparo_' || part || '_app';
        IF to_regrole(app) IS NULL THEN
            EXECUTE format('CREATE ROLE %I LOGIN', app);
            EXECUTE format('ALTER ROLE %I SET search_path = %I', app, part);
        END IF;
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), app);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', part, app);
    END LOOP;

    IF to_regrole('amparo_verification_system') IS NULL THEN
        CREATE ROLE amparo_verification_system LOGIN IN ROLE amparo_verification_app;
        ALTER ROLE amparo_verification_system SET search_path = verification;
    END IF;

    IF to_regrole('amparo_intake_relay') IS NULL THEN
        CREATE ROLE amparo_intake_relay LOGIN;
        ALTER ROLE amparo_intake_relay SET search_path = intake;
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO amparo_intake_relay', current_database());
    GRANT USAGE ON SCHEMA intake TO amparo_intake_relay;
END
$$;

COMMIT;
