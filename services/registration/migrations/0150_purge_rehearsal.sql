-- A rehearsal's people can be removed whole, and nobody else: the application role may not delete what was handed in, so this
-- function does it with its owner's rights, and only for people whose agency, and that of all their registrations, begins
-- with X. At most so many a call; each row says who is gone, with their registrations and dossiers.
create function registration.purge_rehearsed_people(agency text, at_most integer)
    returns table (person uuid, claims uuid[], files uuid[])
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    people uuid[];
    their_files uuid[];
begin
    select array_agg(chosen.employee_id) into people from (
        select e.employee_id from registration.employees e
        where e.agency_code = agency and left(e.agency_code, 1) = 'X'
            and not exists (select from registration.registrations r
                            where r.employee_id = e.employee_id and left(r.agency_code, 1) <> 'X')
        order by e.employee_id limit at_most for update
    ) chosen;
    select array_agg(d.dossier_id) into their_files from registration.dossiers d where d.employee_id = any (people);
    return query
        select p,
               array(select r.registration_id from registration.registrations r where r.employee_id = p),
               array(select d.dossier_id from registration.dossiers d where d.employee_id = p)
        from unnest(people) p;
    delete from registration.dossier_fields f where f.dossier_id = any (their_files);
    delete from registration.submission_fields f where f.dossier_id = any (their_files);
    -- Dossiers and submissions name each other: one statement takes both.
    with submissions as (delete from registration.submissions s where s.dossier_id = any (their_files))
    delete from registration.dossiers d where d.dossier_id = any (their_files);
    delete from registration.registrations r where r.employee_id = any (people);
    delete from registration.employee_attributes a where a.employee_id = any (people);
    delete from registration.data_keys k where k.owner_id = any (people);
    -- The file that brought them may be imported again.
    with gone as (
        delete from registration.employees e where e.employee_id = any (people) returning e.imported_by
    ), files as (
        select f.import_id from registration.imports f
        where f.import_id in (select g.imported_by from gone g) and f.completed_at is not null
    ), refused as (
        delete from registration.import_refused_rows w where w.import_id in (select f.import_id from files f)
    )
    delete from registration.imports i where i.import_id in (select f.import_id from files f);
end
$$;
revoke all on function registration.purge_rehearsed_people from public;
grant execute on function registration.purge_rehearsed_people to registration_app;
