-- Reviews of a rehearsal can be removed whole, and no others: the application role may not delete what officers have decided,
-- so this function does it with its owner's rights, and only for agencies whose codes begin with X. Says how many are gone.
create function verification.purge_rehearsed_reviews(dossiers uuid[]) returns bigint
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    rehearsed uuid[];
    gone bigint;
begin
    select array_agg(held.dossier_id) into rehearsed from (
        select r.dossier_id from verification.reviews r
        where r.dossier_id = any (dossiers) and left(r.agency_code, 1) = 'X' order by r.dossier_id for update
    ) held;
    delete from verification.decisions d where d.dossier_id = any (rehearsed);
    delete from verification.completions c where c.dossier_id = any (rehearsed);
    delete from verification.stage_officers o where o.dossier_id = any (rehearsed);
    delete from verification.review_items i where i.dossier_id = any (rehearsed);
    delete from verification.reviews r where r.dossier_id = any (rehearsed);
    get diagnostics gone = row_count;
    return gone;
end
$$;
revoke all on function verification.purge_rehearsed_reviews from public;
grant execute on function verification.purge_rehearsed_reviews to verification_app;
