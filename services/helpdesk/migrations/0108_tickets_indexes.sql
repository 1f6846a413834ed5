-- A page of a list reads no more rows than it shows: each index has the list's scope, then its order, then what it filters by.
create index tickets_waiting on helpdesk.tickets (desk, due_at, ticket_id) include (opened_by, subject_id) where state = 'open';
create index tickets_waiting_of_type on helpdesk.tickets (desk, type_code, due_at, ticket_id) include (opened_by, subject_id)
    where state = 'open';
create index tickets_own on helpdesk.tickets (opened_by, opened_at, ticket_id) where opened_by is not null;
create index tickets_unrouted on helpdesk.tickets (opened_at, ticket_id) where state = 'open' and desk is null;
create index tickets_to_escalate on helpdesk.tickets (due_at, ticket_id)
    where state = 'open' and escalated_at is null and desk is distinct from 'nation';
