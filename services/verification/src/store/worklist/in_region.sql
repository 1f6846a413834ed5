-- $1 regional office or null, $2 officer, $3 stage, $4-$6 the place after which the page begins, $7 rows, $8 central agencies:
-- of a rehearsal (X...) or not; null: none.
-- A page is 100 rows at most, and one more says that there is another: a number that the planner knows. From each agency
-- no more than that is read, by its index; the page is the first of these.
select r.dossier_id, r.registration_number, r.nip, r.name, r.subject_id, coalesce(a.name, r.agency_code) as "agency_name!",
       coalesce(u.name, r.unit_code) as "unit_name!", r.submission, r.rank, r.due_fields, r.marked_fields,
       r.submitted_at, r.due_at as "due_at!", r.claimed_by, r.claim_expires_at
from (
    select first.dossier_id
    from verification.agencies mine
    cross join lateral (
        select open.dossier_id, open.rank, open.submitted_at
        from verification.reviews open
        where open.state = 'open' and open.agency_code = mine.code and open.stage = $3
          and open.subject_id <> $2
          and open.dossier_id not in (select o.dossier_id from verification.stage_officers o
                                      where o.person_id = $2 and o.stage <> $3)
          and (open.rank, open.submitted_at, open.dossier_id) > ($4, $5, $6)
        order by open.rank, open.submitted_at, open.dossier_id
        limit 101
    ) first
    where mine.kanreg_code = $1 or (mine.central and (left(mine.code, 1) = 'X') = $8)
    order by first.rank, first.submitted_at, first.dossier_id
    limit $7
) page
join verification.reviews r on r.dossier_id = page.dossier_id
left join verification.agencies a on a.code = r.agency_code
left join verification.org_units u on u.code = r.unit_code
order by r.rank, r.submitted_at, r.dossier_id
