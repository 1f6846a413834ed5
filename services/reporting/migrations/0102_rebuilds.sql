-- A rebuild is a row: a process that dies leaves it to the next one. Numbers are never used again.
create table reporting.fact_rebuilds (
    generation bigint primary key check (generation > 1),
    requested_by text not null,
    requested_at timestamptz not null,
    events bigint not null default 0,
    -- An event was refused so often; nothing came so often although something is missing.
    failures integer not null default 0,
    idle_looks integer not null default 0,
    -- Rows that differed from the live ones when both contained the same events.
    different_rows bigint,
    done_at timestamptz,
    failure text check (failure in ('EVENT_REFUSED', 'STREAM_INCOMPLETE')),
    -- The generation whose rows are to be deleted.
    garbage bigint,
    check ((done_at is null) or (failure is null)),
    check (done_at is null or different_rows is not null)
);
-- One at a time.
create unique index fact_rebuilds_running on reporting.fact_rebuilds ((true)) where done_at is null and failure is null;
create index fact_rebuilds_garbage on reporting.fact_rebuilds (generation) where garbage is not null;

-- How far a rebuild has got, as the inbox says it of the live projections. Deleted when the rebuild is over.
create table reporting.rebuild_positions (
    generation bigint not null,
    aggregate_id uuid not null,
    source text not null,
    version bigint not null,
    primary key (generation, aggregate_id, source)
);
create table reporting.rebuild_events (
    generation bigint not null,
    event_id uuid not null,
    primary key (generation, event_id)
);

-- An installation that has heard events without keeping them begins with a rebuild: its first projections are empty.
insert into reporting.fact_rebuilds (generation, requested_by, requested_at)
select 2, 'migration:0102', now()
where exists (select from reporting.inbox_versions) or exists (select from reporting.inbox_events);
