-- The application role owns nothing, so making tomorrow's partition is this function's job, run with its owner's rights.
create function {schema}.keep_outbox_partitions(today date, days_ahead integer) returns void
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    d date;
    part text;
begin
    -- Two services starting at once make a partition once.
    perform pg_advisory_xact_lock(hashtext('{schema}.outbox'));
    for d in select generate_series(today, today + days_ahead, interval '1 day')::date loop
        part := 'outbox_' || to_char(d, 'YYYYMMDD');
        if to_regclass(format('%I.%I', '{schema}', part)) is null
            and not exists (select from {schema}.outbox_other_days o where o.day = d) then
            execute format('create table %I.%I partition of {schema}.outbox for values from (%L) to (%L)',
                '{schema}', part, d, d + 1);
            execute format('grant select, insert, update, delete on %I.%I to %I', '{schema}', part, '{schema}_app');
        end if;
    end loop;
end
$$;
revoke all on function {schema}.keep_outbox_partitions from public;
grant execute on function {schema}.keep_outbox_partitions to {schema}_app;
