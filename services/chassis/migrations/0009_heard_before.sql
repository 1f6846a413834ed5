-- A program of before knows ids alone: what a new one has heard under a publisher's id is not new to it.
create function {schema}.heard_under_any_source() returns trigger
    language plpgsql set search_path = pg_catalog as $$
begin
    if new.source = '' and exists (select from {schema}.inbox_events e where e.event_id = new.event_id) then
        return null;
    end if;
    return new;
end
$$;
create trigger inbox_events_heard before insert on {schema}.inbox_events
    for each row when (new.source = '') execute function {schema}.heard_under_any_source();
