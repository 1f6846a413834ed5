-- One employee's re-registration file. Its row is the lock of everything inside it: whoever changes a field holds it first.
create table registration.dossiers (
    dossier_id uuid primary key,
    registration_id uuid not null unique references registration.registrations,
    employee_id uuid not null references registration.employees,
    campaign_code text collate "C" not null references registration.campaigns,
    catalogue_version integer not null references registration.catalogue_versions,
    state text not null check (state in ('open', 'submitted', 'returned', 'final')),
    -- How often it has been submitted.
    submission integer not null default 0 check (submission >= 0),
    -- How many events tell of it.
    version bigint not null default 0 check (version >= 0),
    opened_at timestamptz not null,
    submitted_at timestamptz,
    check ((submission = 0) = (submitted_at is null)),
    check (state = 'open' or submission > 0),
    -- Every submission is told.
    check (submission <= version)
);
create unique index dossiers_one_per_employee on registration.dossiers (employee_id, campaign_code);
create index dossiers_campaign on registration.dossiers (campaign_code);
