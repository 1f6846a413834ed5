//! What was refused left nothing: no row, no event, no entry in the audit trail that tells of a success.
//!
//! Rows carry the key of the command that wrote them, events the trace in which they were told, entries the key or the thing
//! that was done. So nothing is counted: each refused command is looked for by its own marks.

use sqlx::{AssertSqlSafe, PgPool};
use stack::Program;
use uuid::Uuid;

use super::never;
use crate::commands::{Commands, Refusal};

/// Told of what was looked at before it was refused, and of what was taken back because it was refused.
const TOLD_ALSO_THEN: [&str; 2] = ["%.PersonalDataViewed", "%.RegistrationLapsed"];

/// Nothing of any refused command stands anywhere.
///
/// # Panics
/// When something does.
pub(super) async fn check(pool: &PgPool, commands: &Commands) {
    let refusals = commands.refusals();
    let columns = key_columns(pool).await;
    for refusal in refusals {
        match (refusal.key, refusal.about) {
            (Some(key), None) => no_row(pool, &columns, &refusal, key).await,
            (Some(key), Some(about)) => no_decision(pool, &refusal, key, about).await,
            (None, _) => {}
        }
        if let Some(trace) = &refusal.trace_id {
            no_event(pool, &refusal, trace).await;
        }
    }
    for (what, sql) in WITHOUT_ITS_FACT {
        never(pool, &format!("UNEXPECTED: the audit trail tells of {what} that is not there"), sql).await;
    }
}

/// Every column of every owner in which a row says by which command it was written.
async fn key_columns(pool: &PgPool) -> Vec<(String, String)> {
    let columns = "
        select c.table_schema || '.' || c.table_name, c.column_name from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = any($1) and c.data_type = 'uuid' and t.table_type = 'BASE TABLE'
          and c.column_name like '%request_id'";
    let owners = Program::OWNERS.map(|owner| owner.name().to_owned());
    let columns: Vec<(String, String)> = sqlx::query_as(columns).bind(owners.as_slice()).fetch_all(pool).await.unwrap();
    assert!(columns.len() >= 8, "keys are kept in columns of another name: {columns:?}");
    columns
}

async fn no_row(pool: &PgPool, columns: &[(String, String)], refusal: &Refusal, key: Uuid) {
    for (table, column) in columns {
        let rows = format!("select count(*) from {table} where {column} = $1");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(rows)).bind(key).fetch_one(pool).await.unwrap();
        assert_eq!(rows, 0, "UNEXPECTED: {table} has a row of {refusal}");
    }
    for owner in Program::OWNERS {
        let entries = format!("select count(*) from {owner}.audit_entries where details ->> 'request' = $1");
        let entries: i64 =
            sqlx::query_scalar(AssertSqlSafe(entries)).bind(key.to_string()).fetch_one(pool).await.unwrap();
        assert_eq!(entries, 0, "UNEXPECTED: the audit trail of {owner} tells of {refusal}");
    }
}

/// Others were decided by the same command.
async fn no_decision(pool: &PgPool, refusal: &Refusal, key: Uuid, about: Uuid) {
    let decided = "
        select (select count(*) from registration.registrations
                where registration_id = $1 and decision_request_id = $2)
             + (select count(*) from registration.registration_tombstones
                where registration_id = $1 and decision_request_id = $2)
             + (select count(*) from registration.audit_entries
                where subject_id = $1 and details ->> 'request' = $2::text)";
    let decided: i64 = sqlx::query_scalar(decided).bind(about).bind(key).fetch_one(pool).await.unwrap();
    assert_eq!(decided, 0, "UNEXPECTED: {about} was decided by {refusal}");
}

async fn no_event(pool: &PgPool, refusal: &Refusal, trace: &str) {
    for owner in Program::OWNERS {
        let told = format!(
            "select message_name from {owner}.outbox
             where split_part(trace_parent, '-', 2) = $1 and ($2::uuid is null or aggregate_id = $2)
               and not message_name like any($3)"
        );
        let told: Vec<String> = sqlx::query_scalar(AssertSqlSafe(told))
            .bind(trace)
            .bind(refusal.about)
            .bind(TOLD_ALSO_THEN.as_slice())
            .fetch_all(pool)
            .await
            .unwrap();
        assert!(told.is_empty(), "UNEXPECTED: {owner} has told {told:?} of {refusal}");
    }
}

/// Entries whose deed is nowhere, but for those of a rehearsal that is purged: rows go, the trail stays.
const WITHOUT_ITS_FACT: [(&str, &str); 6] = [
    ("a registration", REGISTERED),
    ("a decision about a registration", DECIDED),
    ("a submission", SUBMITTED),
    ("a completed stage", COMPLETED),
    ("a ticket", OPENED),
    ("an officer's word on a ticket", RESOLVED),
];

const REGISTERED: &str = "
    select count(*) from registration.audit_entries e
    where e.action = 'register' and e.details ->> 'agency' not like 'X%'
      and not exists (select from registration.registrations r
                      where r.registration_id = e.subject_id and r.state <> 'reserved')
      and not exists (select from registration.registration_tombstones t where t.registration_id = e.subject_id)";

const DECIDED: &str = "
    select count(*) from registration.audit_entries e
    join registration.audit_entries made
      on made.action = 'register' and made.subject_id = e.subject_id and made.details ->> 'agency' not like 'X%'
    where (e.action = 'confirm_registration'
           and not exists (select from registration.registrations r
                           where r.registration_id = e.subject_id
                             and r.decision_request_id::text = e.details ->> 'request'))
       or (e.action = 'reject_registration'
           and not exists (select from registration.registration_tombstones t
                           where t.registration_id = e.subject_id
                             and t.decision_request_id::text = e.details ->> 'request'))";

const SUBMITTED: &str = "
    select count(*) from registration.audit_entries e
    join registration.dossiers d on d.dossier_id = e.subject_id
    where e.action = 'submit_dossier'
      and not exists (select from registration.submissions s
                      where s.dossier_id = e.subject_id and s.request_id::text = e.details ->> 'request')";

const COMPLETED: &str = "
    select count(*) from (
        select e.subject_id, count(*) as told from verification.audit_entries e
        join verification.reviews r on r.dossier_id = e.subject_id
        where e.action = 'complete_stage' group by 1
    ) e
    where told > (select count(*) from verification.completions c where c.dossier_id = e.subject_id)";

const OPENED: &str = "
    select count(*) from helpdesk.audit_entries e
    where e.action = 'open_ticket' and not exists (select from helpdesk.tickets t where t.ticket_id = e.subject_id)";

const RESOLVED: &str = "
    select count(*) from (
        select subject_id, count(*) as told from helpdesk.audit_entries where action = 'resolve_ticket' group by 1
    ) e
    where told > (select count(*) from helpdesk.resolutions r where r.ticket_id = e.subject_id)";
