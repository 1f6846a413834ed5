//! What must hold of tickets, across helpdesk and registration.

use sqlx::PgPool;

use super::{never, zero};

/// Helpdesk and registration tell the same of every ticket that acts, and each approval has acted once.
///
/// # Panics
/// When an invariant does not hold.
pub(super) async fn check(pool: &PgPool) {
    zero(pool, "every approved ticket has been carried out or refused", WAITING).await;
    zero(pool, "helpdesk and registration tell the same of a ticket", STANDING_APART).await;
    never(pool, "UNEXPECTED: an approval was answered twice, or not at all", ANSWERED_OTHERWISE).await;
    never(pool, "LOST: a value that a ticket asked for is not there", MISSING_VALUES).await;
    never(pool, "LOST: a ticket that was carried out has no entry in the audit trail", UNAUDITED).await;
}

const WAITING: &str = "select count(*) from helpdesk.tickets where state = 'approved'";

const STANDING_APART: &str = "
    select count(*) from helpdesk.tickets t
    left join lateral (
        select a.attempt, a.refusal from registration.ticket_actions a
        where a.ticket_id = t.ticket_id order by a.attempt desc limit 1
    ) a on true
    where t.attempt <> coalesce(a.attempt, 0)
       or (a.attempt is not null and a.refusal is null and t.state <> 'resolved')";

const ANSWERED_OTHERWISE: &str = "
    select count(*) from (
        select ticket_id, attempt from registration.ticket_actions
    ) a
    full join (
        select aggregate_id as ticket_id, aggregate_version as attempt from registration.outbox
        where message_name like 'epupns.registration.v1.TicketAction%'
    ) o using (ticket_id, attempt)
    where a.ticket_id is null or o.ticket_id is null
       or (select count(*) from registration.outbox same
           where same.aggregate_id = o.ticket_id and same.aggregate_version = o.attempt) > 1";

const MISSING_VALUES: &str = "
    select count(*) from registration.audit_entries e
    where e.action = 'add_reference_value'
      and not exists (select from registration.reference_values v
                      where v.table_name = e.details #>> '{value,table}' and v.code = e.details #>> '{value,code}'
                        and v.label = e.details #>> '{value,label}')";

const UNAUDITED: &str = "
    select greatest(0, (select count(*) from registration.ticket_actions)
        - (select count(*) from registration.audit_entries
           where action in ('add_reference_value', 'refuse_reference_value')))";
