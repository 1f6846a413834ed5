-- Once per database, as superuser, again at will: nobody holds anything that is not given here or in service.sql.
-- {database} is replaced by the database's name.

-- Whoever may log in for a service is a member; membership gives CONNECT and nothing else.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'epupns_connect') THEN
        CREATE ROLE epupns_connect NOLOGIN;
    END IF;
END
$$;

-- Databases copied from a template start with the built-in privileges of PUBLIC (CONNECT, TEMPORARY) again.
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO epupns_connect;

-- The schema `public` holds nothing of ours.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
