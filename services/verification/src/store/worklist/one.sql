-- $1 number or null, $2 officer, $3 stage, $4-$6 the place after which the page begins, $7 rows, $8 NIP or null;
-- the officer's place: $9 agency, $10 unit, $11 regional office, $12 central agencies: of a rehearsal (X...) or not;
-- null touches nothing.
select r.dossier_id, r.registration_number, r.nip, r.name, r.subject_id, coalesce(a.name, r.agency_code) as "agency_name!",
       coalesce(u.name, r.unit_code) as "unit_name!", r.submission, r.rank, r.due_fields, r.marked_fields,
       r.submitted_at, r.due_at as "due_at!", r.claimed_by, r.claim_expires_at
from verification.reviews r
left join verification.agencies a on a.code = r.agency_code
left join verification.org_units u on u.code = r.unit_code
where (r.registration_number = $1 or r.nip = $8)
  and r.state = 'open' and r.stage = $3 and r.subject_id <> $2
  and (r.agency_code = $9
       or exists (select from verification.org_unit_closure c
                  where c.ancestor_code = $10 and c.descendant_code = r.unit_code)
       or a.kanreg_code = $11 or (a.central and (left(a.code, 1) = 'X') = $12))
  and not exists (select from verification.stage_officers o
                  where o.dossier_id = r.dossier_id and o.person_id = $2 and o.stage <> $3)
  and (r.rank, r.submitted_at, r.dossier_id) > ($4, $5, $6)
order by r.rank, r.submitted_at, r.dossier_id
limit $7
