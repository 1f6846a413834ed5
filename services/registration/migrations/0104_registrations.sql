-- One employee's claim to an account. Two indexes carry the promises: a number is taken once for ever, a NIP lives once.
create sequence registration.registration_number_sequence minvalue 0 start 0;

-- Every number ever drawn, whatever became of its registration: the primary key is "never reused".
create table registration.registration_numbers (
    registration_number text collate "C" primary key check (registration_number ~ '^[2-9A-HJ-NP-Z]{8}$'),
    sequence bigint not null unique,
    drawn_at timestamptz not null
);

create table registration.registrations (
    registration_id uuid primary key,
    registration_number text collate "C" not null unique references registration.registration_numbers,
    campaign_code text collate "C" not null references registration.campaigns,
    employee_id uuid not null references registration.employees,
    nip text collate "C" not null check (nip ~ '^[0-9]{18}$'),
    -- Where the employee belonged when registering: who confirms.
    agency_code text collate "C" not null references registration.agencies,
    unit_code text collate "C" not null references registration.org_units,
    state text not null check (state in ('reserved', 'registered', 'confirmed')),
    -- The command that made it; its fingerprint is a keyed hash of what is not secret.
    request_id uuid not null unique,
    request_fingerprint bytea not null check (octet_length(request_fingerprint) = 32),
    -- How many events tell of it: 0 while reserved.
    version bigint not null default 0 check (version >= 0),
    reserved_at timestamptz not null,
    registered_at timestamptz,
    due_at timestamptz,
    decided_by uuid,
    decided_at timestamptz,
    -- The command that decided it, so that the same one sent again finds its own answer.
    decision_request_id uuid,
    seen text check (seen in ('untold', 'paper', 'qr')),
    check ((state = 'reserved') = (registered_at is null)),
    check ((registered_at is null) = (due_at is null)),
    check ((state = 'confirmed') = (decided_by is not null)),
    check ((decided_by is null) = (decided_at is null)),
    check ((decided_by is null) = (decision_request_id is null)),
    check ((decided_by is null) = (seen is null)),
    -- Nobody decides on themselves; an employee's person id is the employee id.
    check (decided_by <> employee_id)
);
-- Every state is a live one: what is rejected or lapsed has no row.
create unique index registrations_one_per_nip on registration.registrations (campaign_code, nip)
    where state in ('reserved', 'registered', 'confirmed');
create index registrations_employee on registration.registrations (employee_id);
create index registrations_nip on registration.registrations (nip);
create index registrations_reserved on registration.registrations (reserved_at) where state = 'reserved';
create index registrations_waiting_in_agency on registration.registrations (agency_code, due_at, registration_id)
    where state = 'registered';
create index registrations_waiting_in_unit on registration.registrations (unit_code, due_at, registration_id)
    where state = 'registered';
create index registrations_agency on registration.registrations (agency_code);
create index registrations_unit on registration.registrations (unit_code);
