-- Registrations, each at the place of its employee today: what is counted and what the export of the registered lists.
create table reporting.view_registrations (
    generation bigint not null,
    registration_id uuid not null,
    employee_id uuid not null,
    campaign_code text not null,
    state text not null check (state in ('registered', 'confirmed', 'rejected')),
    registration_number text not null,
    -- P1, gone with a rejection.
    nip text,
    name text,
    agency_code text not null,
    unit_code text not null,
    registered_at timestamptz not null,
    -- Asia/Jakarta.
    registered_day date not null,
    decided_at timestamptz,
    primary key (generation, registration_id),
    check ((state = 'rejected') = (nip is null)),
    check ((state = 'rejected') = (name is null))
);
create index view_registrations_employee on reporting.view_registrations (generation, employee_id);
create index view_registrations_agency on reporting.view_registrations (generation, campaign_code, agency_code, registration_id)
    where state <> 'rejected';
create index view_registrations_campaign on reporting.view_registrations (generation, campaign_code, registration_id)
    where state <> 'rejected';

-- Campaigns that somebody has registered in; the latest is the one whose first registration is.
create table reporting.view_campaigns (
    generation bigint not null,
    campaign_code text not null,
    first_registered_at timestamptz not null,
    primary key (generation, campaign_code)
);
