-- $1 desk, $2 regional office or null, $3 officer, $4-$5 the place after which the page begins, $6 rows.
-- A page is 100 rows at most, and one more says that there is another: a number that the planner knows. From each desk
-- no more than that is read, by its index; the page is the first of these.
select t.ticket_id, t.report_number, t.type_code, y.label_id, y.label_en, t.state, t.opened_at, t.due_at, t.escalated_at,
       t.claimed_by, t.claim_expires_at, coalesce(a.name, t.agency_code, '') as "agency_name!"
from (
    select first.ticket_id
    from (select $1::text collate "C" as desk
          union all
          select 'agency:' || near.code from helpdesk.agencies near where near.kanreg_code = $2) mine
    cross join lateral (
        select open.ticket_id, open.due_at
        from helpdesk.tickets open
        where open.state = 'open' and open.desk = mine.desk
          and open.opened_by is distinct from $3 and open.subject_id is distinct from $3
          and (open.due_at, open.ticket_id) > ($4, $5)
        order by open.due_at, open.ticket_id
        limit 101
    ) first
    order by first.due_at, first.ticket_id
    limit $6
) page
join helpdesk.tickets t on t.ticket_id = page.ticket_id
join helpdesk.ticket_types y on y.code = t.type_code
left join helpdesk.agencies a on a.code = t.agency_code
order by t.due_at, t.ticket_id
