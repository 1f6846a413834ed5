-- Agreed values that fields of a dossier are chosen from: one table of tables, for a new one is data and not a release.
create table registration.reference_values (
    table_name text collate "C" not null check (table_name ~ '^[a-z][a-z_]{1,39}$'),
    -- Exactly what the column of the master data holds.
    code text collate "C" not null check (code <> '' and length(code) <= 200),
    -- What people read.
    label text not null check (label <> '' and length(label) <= 200),
    -- A value that is used no more stays: rows of the master data may still hold it.
    active boolean not null default true,
    -- Counts the changes of this row from 1.
    version bigint not null default 1 check (version >= 1),
    primary key (table_name, code),
    -- Agencies and units are chosen from their own tables.
    check (table_name not in ('instansi', 'unor'))
);

-- A fifth kind of file brings them in.
alter table registration.imports drop constraint imports_kind_check;
alter table registration.imports add constraint imports_kind_check
    check (kind in ('kanreg', 'agencies', 'units', 'employees', 'reference'));
