-- How far each aggregate's events have been applied here: an event at or below its version is done, a later one is a gap.
-- Each publisher counts for itself: registration and identity both speak of one id.
create table {schema}.inbox_versions (
    source text not null,
    aggregate_id uuid not null,
    version bigint not null,
    primary key (aggregate_id, source)
);

-- Events without an aggregate are remembered one by one for longer than the stream could send them again.
create table {schema}.inbox_events (
    event_id uuid primary key,
    heard_at timestamptz not null
);
create index inbox_events_heard_at on {schema}.inbox_events (heard_at);

-- Events that could not be applied; later ones of the same aggregate queue up behind them.
create table {schema}.parked_events (
    event_id uuid primary key,
    message_name text not null,
    source text not null,
    aggregate_id uuid,
    aggregate_version bigint,
    payload bytea not null,
    occurred_at timestamptz not null,
    reason text not null,
    parked_at timestamptz not null
);
create index parked_events_aggregate on {schema}.parked_events (aggregate_id, source, aggregate_version);
