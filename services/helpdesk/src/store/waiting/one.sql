-- $1 desk, $2 regional office or null, $3 officer, $4 report number, $5 type or null. A decided ticket is found too.
select t.ticket_id, t.report_number, t.type_code, y.label_id, y.label_en, t.state, t.opened_at, t.due_at, t.escalated_at,
       t.claimed_by, t.claim_expires_at, coalesce(a.name, t.agency_code, '') as "agency_name!"
from helpdesk.tickets t
join helpdesk.ticket_types y on y.code = t.type_code
left join helpdesk.agencies a on a.code = t.agency_code
where t.report_number = $4 and ($5::text is null or t.type_code = $5)
  and t.opened_by is distinct from $3 and t.subject_id is distinct from $3
  and (t.desk = $1
       or exists (select from helpdesk.agencies near where near.kanreg_code = $2 and t.desk = 'agency:' || near.code))
