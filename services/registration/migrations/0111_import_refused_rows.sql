-- What an import did not keep, or kept with a doubt: line, column and rule, never the value.
create table registration.import_refused_rows (
    import_id uuid not null references registration.imports,
    line bigint not null check (line >= 1),
    -- Empty when the row has the wrong shape.
    column_name text not null,
    reason_code text not null check (reason_code ~ '^[A-Z0-9_]+$'),
    kept boolean not null,
    primary key (import_id, line)
);
