-- By which body an event was applied in the end that had been parked or set aside. An operator may have mended it, and the stream
-- keeps the one that was published: whoever reads the stream again reads this beside it, so it stays as long as the stream does.
create table {schema}.replayed_events (
    event_id uuid not null,
    source text not null,
    payload bytea not null,
    replayed_at timestamptz not null,
    primary key (event_id, source)
);

revoke update, delete, truncate on {schema}.replayed_events from {schema}_app;
