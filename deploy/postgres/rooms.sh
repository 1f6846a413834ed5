#!/usr/bin/env bash
# Makes every owner's room in a PostgreSQL that is started from its official image: bootstrap.sql and service.sql, which stand
# beside this file, with the passwords of /run/epupns/passwords/<login>. For a server that is not ours: the same by hand.
set -euo pipefail

password() { cat "/run/epupns/passwords/$1"; }

cd /etc/epupns
{
    sed "s/{database}/$POSTGRES_DB/g" bootstrap.sql
    for service in identity registration verification helpdesk reporting; do
        sed "s/{service}/$service/g; s/{migrator_password}/$(password "${service}_migrator")/g
             s/{app_password}/$(password "${service}_app")/g" service.sql
    done
} | psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB"
