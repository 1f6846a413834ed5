-- Who stands behind a registration number, and which stage holds the dossier: a ticket about a number goes there.
create table helpdesk.registrations (
    registration_id uuid primary key,
    -- Null while only a dossier has been heard of: events of two aggregates come in any order.
    registration_number text collate "C" unique check (registration_number ~ '^[2-9A-HJ-NP-Z]{8}$'),
    -- The person's id is the employee id.
    person_id uuid not null,
    agency_code text collate "C" not null,
    -- Version of the employee's row that told the agency; the highest stays.
    agency_version bigint not null check (agency_version >= 0),
    stage text check (stage in ('skpd', 'bkd', 'kanreg_bkn')),
    -- How far the dossier is known to have come: registration and verification both tell of it and nothing orders them.
    submission integer not null default 0 check (submission >= 0),
    step smallint not null default 0 check (step between 0 and 3)
);
create index registrations_person on helpdesk.registrations (person_id);
