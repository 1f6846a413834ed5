-- Days long past whose events are all told leave the outbox whole; the application role owns nothing, so this function drops
-- them with its owner's rights. One day a call, the oldest first; null when there is none.
create function {schema}.drop_outbox_day(before date) returns date
    language plpgsql security definer set search_path = pg_catalog
    -- Everybody who tells waits behind this lock: better to give up and come again than to make them wait.
    set lock_timeout = '500ms' as $$
declare
    part text;
    untold boolean;
begin
    for part in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = '{schema}.outbox'::regclass
            and c.relname ~ '^outbox_[0-9]{8}$' and c.relname < 'outbox_' || to_char(before, 'YYYYMMDD')
        order by c.relname
    loop
        execute format('select exists (select from %I.%I where published_at is null)', '{schema}', part) into untold;
        continue when untold;
        -- The parent first, as whoever writes or reads locks it: from here on nobody else is inside of the day.
        lock table only {schema}.outbox in access exclusive mode;
        execute format('select exists (select from %I.%I where published_at is null)', '{schema}', part) into untold;
        continue when untold;
        execute format('drop table %I.%I', '{schema}', part);
        return to_date(substr(part, 8), 'YYYYMMDD');
    end loop;
    return null;
end
$$;
revoke all on function {schema}.drop_outbox_day from public;
grant execute on function {schema}.drop_outbox_day to {schema}_app;
