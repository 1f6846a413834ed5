-- Entries wait for their seal by name. The order of transactions, which the sealer went by, belongs to one database cluster: after
-- a restore elsewhere nothing was ever sealed again.
create table {schema}.audit_unsealed (
    entry_id uuid primary key references {schema}.audit_entries,
    -- The database's clock: the writers' clocks may differ.
    since timestamptz not null default clock_timestamp()
);
create index audit_unsealed_since on {schema}.audit_unsealed (since);

insert into {schema}.audit_unsealed (entry_id)
    select entry_id from {schema}.audit_entries e
    where not exists (select from {schema}.audit_seals s where s.entry_id = e.entry_id);

-- Nobody who appends can forget it, and the application role cannot undo it but by sealing.
create function {schema}.await_audit_seal() returns trigger
    language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into {schema}.audit_unsealed (entry_id) values (new.entry_id);
    return null;
end
$$;
revoke all on function {schema}.await_audit_seal from public;
create trigger audit_entries_await_seal after insert on {schema}.audit_entries
    for each row execute function {schema}.await_audit_seal();

revoke insert, update, truncate on {schema}.audit_unsealed from {schema}_app;

-- Programs of before still seal by audit_entries.written_by; it goes when they are gone.
