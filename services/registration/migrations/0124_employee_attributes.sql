-- Master values that SAPK's extract has no column for: they begin with the first accepted correction of a dossier.
create table registration.employee_attributes (
    employee_id uuid not null references registration.employees,
    -- As in the catalogue.
    key text collate "C" not null check (key ~ '^[a-z][a-z0-9_]{1,39}$'),
    value text check (value <> ''),
    -- P2: under the person's data key (registration.data_keys), never in clear.
    value_sealed bytea,
    primary key (employee_id, key),
    check (num_nonnulls(value, value_sealed) = 1)
);
