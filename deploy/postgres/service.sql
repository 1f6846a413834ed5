-- One service's room in the database, as superuser, again at will. {service} is replaced by the service's name,
-- {migrator_password} and {app_password} by its secrets (letters and digits only).
--
--   {service}_owner     owns schema and tables; nobody logs in as it
--   {service}_migrator  logs in to migrate, acting as the owner (options=-c role={service}_owner)
--   {service}_app       logs in to serve: reads and writes rows, changes no table

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['{service}_owner', '{service}_migrator', '{service}_app'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
END
$$;

ALTER ROLE {service}_migrator LOGIN PASSWORD '{migrator_password}';
ALTER ROLE {service}_app LOGIN PASSWORD '{app_password}';
GRANT epupns_connect TO {service}_migrator, {service}_app;
GRANT {service}_owner TO {service}_migrator;

-- A session that lost its way inside a transaction holds locks and snapshots: the server ends it (RELIABILITY.md 1.1).
ALTER ROLE {service}_app SET idle_in_transaction_session_timeout = '15s';
-- A migration that waits for a lock makes every later reader wait behind it: give up instead and try again.
ALTER ROLE {service}_migrator SET lock_timeout = '5s';

CREATE SCHEMA IF NOT EXISTS {service} AUTHORIZATION {service}_owner;
GRANT USAGE ON SCHEMA {service} TO {service}_app;

ALTER DEFAULT PRIVILEGES FOR ROLE {service}_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE {service}_owner IN SCHEMA {service}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {service}_app;
ALTER DEFAULT PRIVILEGES FOR ROLE {service}_owner IN SCHEMA {service}
    GRANT USAGE ON SEQUENCES TO {service}_app;
ALTER DEFAULT PRIVILEGES FOR ROLE {service}_owner IN SCHEMA {service}
    GRANT EXECUTE ON FUNCTIONS TO {service}_app;
