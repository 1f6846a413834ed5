-- Events that are not what they say are set aside: they take no part in the order of any aggregate, and hold nobody's event.
create table {schema}.set_aside_events (
    position bigint generated always as identity primary key,
    publisher text not null,
    reason text not null,
    subject text not null,
    event_id uuid,
    -- What is known of an event whose body alone cannot be read: it can be applied once that is mended.
    message_name text,
    source text,
    aggregate_id uuid,
    aggregate_version bigint,
    occurred_at timestamptz,
    payload bytea not null,
    set_aside_at timestamptz not null
);
create index set_aside_events_publisher on {schema}.set_aside_events (publisher);
-- The relay may publish twice, and the stream give twice.
create unique index set_aside_events_once on {schema}.set_aside_events (event_id, publisher, reason);

-- All that were ever set aside; of each publisher the table above keeps the first ones only.
create table {schema}.set_aside_counts (
    publisher text not null,
    reason text not null,
    events bigint not null,
    latest_at timestamptz not null,
    primary key (publisher, reason)
);

-- By which event an aggregate came where it is: another one of the same version is noticed. A program that does not know the
-- columns goes on with the version alone, so they say of which version they speak.
alter table {schema}.inbox_versions add column latest_event_id uuid, add column latest_event_version bigint;

-- An id is its publisher's own: another's event under the same id is another event.
alter table {schema}.inbox_events add column source text not null default '';
alter table {schema}.inbox_events drop constraint inbox_events_pkey;
alter table {schema}.inbox_events add primary key (event_id, source);
alter table {schema}.parked_events drop constraint parked_events_pkey;
alter table {schema}.parked_events add primary key (event_id, source);

-- What an operator may apply again: parked events, and those with an unreadable body whose place nobody else has taken.
create view {schema}.waiting_events as
    select event_id, message_name, source, aggregate_id, aggregate_version, payload, occurred_at, reason, parked_at
    from {schema}.parked_events
    union all
    select s.event_id, s.message_name, s.source, s.aggregate_id, s.aggregate_version, s.payload, s.occurred_at, s.reason,
        s.set_aside_at
    from {schema}.set_aside_events s
    where s.reason = 'BODY_UNREADABLE' and not exists (
        select from {schema}.inbox_versions v
        where v.aggregate_id = s.aggregate_id and v.source = s.source and v.version >= s.aggregate_version
    );
