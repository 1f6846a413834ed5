-- Which generation of the projections is live. Who applies an event holds the row shared, who switches holds it alone.
create table reporting.fact_projection (
    single boolean primary key default true check (single),
    current_generation bigint not null
);
insert into reporting.fact_projection (current_generation) values (1);

-- How many events the live projections contain, and when the newest of them happened: in a few rows, so that two processes
-- seldom wait for each other. A rebuild that follows them is where they are when it contains as many.
create table reporting.fact_heard (
    stripe smallint primary key,
    events bigint not null,
    occurred_at timestamptz
);

-- What was heard before there were projections.
insert into reporting.fact_heard (stripe, events)
select 0, coalesce((select sum(version) from reporting.inbox_versions), 0) + (select count(*) from reporting.inbox_events);
