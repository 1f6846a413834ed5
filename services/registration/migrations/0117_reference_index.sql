-- The words follow their values by themselves, as an index does: whoever writes a value, agency or unit need not know of them.
create function registration.index_reference_value() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        delete from registration.reference_words w where w.table_name = new.table_name and w.code = new.code;
    end if;
    if new.active then
        insert into registration.reference_words (table_name, key, code, place)
        select new.table_name, k.key, new.code, k.place from registration.reference_keys(new.code, new.label) k;
    end if;
    return null;
end
$$;
create trigger index_reference_value after insert or update of label, active on registration.reference_values
    for each row execute function registration.index_reference_value();

create function registration.index_agency() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        delete from registration.reference_words w where w.table_name = 'instansi' and w.code = new.code;
    end if;
    insert into registration.reference_words (table_name, key, code, place)
    select 'instansi', k.key, new.code, k.place from registration.reference_keys(new.code, new.name) k;
    return null;
end
$$;
create trigger index_agency after insert or update of name on registration.agencies
    for each row execute function registration.index_agency();

create function registration.index_unit() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.name = old.name then
            return null;
        end if;
        delete from registration.reference_words w where w.table_name = 'unor' and w.code = new.code;
    end if;
    insert into registration.reference_words (table_name, key, code, place, agency_code)
    select 'unor', k.key, new.code, k.place, new.agency_code from registration.reference_keys(new.code, new.name) k;
    return null;
end
$$;
create trigger index_unit after insert or update of name on registration.org_units
    for each row execute function registration.index_unit();

-- Those that stand there already.
insert into registration.reference_words (table_name, key, code, place)
select 'instansi', k.key, a.code, k.place from registration.agencies a, registration.reference_keys(a.code, a.name) k;
insert into registration.reference_words (table_name, key, code, place, agency_code)
select 'unor', k.key, u.code, k.place, u.agency_code
from registration.org_units u, registration.reference_keys(u.code, u.name) k;
