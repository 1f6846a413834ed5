-- What agencies were told stays as it was told: HTTP and NATS serve these rows, and no rebuild of the projections touches them.
create table reporting.fact_agency_events (
    agency_code text not null,
    -- 1, 2, 3, ... without gaps; what agencies count by.
    agency_seq bigint not null check (agency_seq > 0),
    -- In the order of publishing: of one agency as `agency_seq`, since both are drawn under the counter's lock.
    position bigint generated always as identity,
    event_id uuid not null,
    source_event_id uuid not null,
    entity text not null,
    fact text not null,
    aggregate_id uuid not null,
    -- The CloudEvent in canonical JSON with its signature: text, so that its bytes stay.
    payload text not null,
    occurred_at timestamptz not null,
    published_at timestamptz,
    primary key (agency_code, agency_seq),
    unique (agency_code, source_event_id)
);

create index fact_agency_events_unpublished on reporting.fact_agency_events (position) where published_at is null;
