-- Whoever hears an event looks for what waits of its aggregate: also among what was set aside for its body alone.
create index set_aside_events_aggregate on {schema}.set_aside_events (aggregate_id, source)
    where reason = 'BODY_UNREADABLE';
