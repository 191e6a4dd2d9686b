#!/bin/sh
# Gives each role that logs in the password from its secret. Run once, when docker-compose.yml's cluster is made.
set -eu

for role in operator intake verification notification reporting; do
    name=amparo_${role}_app
    [ "$role" != operator ] || name=amparo_operator
    # The password goes through psql's own quoting, not through a command line
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
        --set role="$name" <<END
\set password \`cat /run/secrets/${role}_database_password\`
ALTER ROLE :"role" PASSWORD :'password';
END
done
