-- A file that somebody asked for. The row says how far it is written: a process that dies leaves it to the next one.
create table reporting.fact_exports (
    export_id uuid primary key,
    person_id uuid not null,
    request_id uuid not null,
    kind text not null check (kind in ('registered_employees', 'unregistered_employees')),
    campaign_code text not null,
    -- Whose rows: fixed when it was asked for.
    jurisdiction text not null,
    agency_code text,
    state text not null check (state in ('waiting', 'running', 'ready', 'failed')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    -- The last row written; null before the first.
    place uuid,
    rows bigint not null default 0,
    bytes bigint not null default 0,
    chunks integer not null default 0,
    worked_at timestamptz not null,
    failures integer not null default 0,
    sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
    swept_at timestamptz,
    unique (person_id, request_id),
    check ((state = 'ready') = (sha256 is not null))
);
create index fact_exports_unfinished on reporting.fact_exports (worked_at, export_id) where state in ('waiting', 'running');
create index fact_exports_of_person on reporting.fact_exports (person_id) where state in ('waiting', 'running');
create index fact_exports_expiry on reporting.fact_exports (expires_at) where swept_at is null;

-- Its bytes: in the database, so that every replica serves them and a page of rows is kept with the place it got to.
create table reporting.fact_export_chunks (
    export_id uuid not null references reporting.fact_exports,
    number integer not null check (number >= 0),
    data bytea not null check (octet_length(data) between 1 and 262144),
    primary key (export_id, number)
);
