#!/bin/sh
# Gives each role that logs in the password from its secret. Run once, when docker-compose.yml's cluster is made.
set -eu

# What a service does as another role than its app role, it does with the same password
for name in amparo_operator amparo_intake_app amparo_intake_relay amparo_verification_app amparo_verification_system \
    amparo_notification_app amparo_reporting_app; do
    role=${name#amparo_} role=${role%%_*}
    # The password goes through psql's own quoting, not through a command line
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
        --set role="$name" <<END
\set password \`cat /run/secrets/${role}_database_password\`
ALTER ROLE :"role" PASSWORD :'password';
END
done
