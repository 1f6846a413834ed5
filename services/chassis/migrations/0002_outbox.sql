-- A fact and its event are kept in one transaction; the relay publishes from here. Day partitions make dropping old days free.
create table {schema}.outbox (
    position bigint generated always as identity,
    day date not null,
    event_id uuid not null,
    message_name text not null,
    aggregate_id uuid,
    aggregate_version bigint,
    payload bytea not null,
    trace_parent text,
    occurred_at timestamptz not null,
    published_at timestamptz,
    primary key (day, position),
    check ((aggregate_id is null) = (aggregate_version is null))
) partition by range (day);

-- A day without a partition of its own (a clock far off) still keeps its events.
create table {schema}.outbox_other_days partition of {schema}.outbox default;

create index outbox_unpublished on {schema}.outbox (position) where published_at is null;
create unique index outbox_event on {schema}.outbox (day, event_id);
