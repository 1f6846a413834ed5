-- A job or relay runs once per schema: whoever holds the lease, fenced by a number that only grows.
create table {schema}.leases (
    name text primary key,
    holder uuid not null,
    fence bigint not null,
    expires_at timestamptz not null
);
