-- Who did what, appended in the transaction of the deed. Neither table can be changed by the application role.
create table {schema}.audit_entries (
    entry_id uuid primary key,
    occurred_at timestamptz not null,
    actor text not null,
    action text not null,
    subject_id uuid,
    details jsonb not null,
    -- The writing transaction: the sealer chains only what no running transaction can still precede.
    written_by xid8 not null default pg_current_xact_id()
);

-- The order in which entries are sealed.
create index audit_entries_order on {schema}.audit_entries (written_by, entry_id);

create table {schema}.audit_seals (
    sequence bigint primary key,
    entry_id uuid not null unique references {schema}.audit_entries,
    hash bytea not null check (octet_length(hash) = 32)
);

revoke update, delete, truncate on {schema}.audit_entries, {schema}.audit_seals from {schema}_app;
