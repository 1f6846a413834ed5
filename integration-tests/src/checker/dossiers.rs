//! What must hold of dossiers, across their three owners: registration, verification, reporting.

use sqlx::PgPool;

use super::{never, zero};
use crate::World;

/// Nobody waits for anybody any more: every owner tells the same of every dossier, and agencies were told each fact once.
///
/// # Panics
/// When an invariant does not hold.
pub(super) async fn check(pool: &PgPool) {
    zero(pool, "verification stands where registration stands", STANDING_APART).await;
    zero(pool, "reporting counts what registration keeps", COUNTED_OTHERWISE).await;
    zero(pool, "every event of the feeds was published", UNPUBLISHED).await;
    never(pool, "UNEXPECTED: a feed has a gap", GAPS).await;
    never(pool, "UNEXPECTED: a submission was applied twice", APPLIED_TWICE).await;
    never(pool, "UNEXPECTED: a stage was skipped", SKIPPED).await;
    never(pool, "UNEXPECTED: somebody decided at two stages, or on themselves", NOT_SEPARATED).await;
    never(pool, "LOST: a completed stage has no entry in the audit trail", UNAUDITED).await;
}

/// Builds the projections anew: row for row what the live ones are.
///
/// # Panics
/// When they differ.
pub async fn check_rebuild(world: &World) {
    let said = world.stack.operator().run(&["reporting", "rebuild", "--wait"]).await.unwrap();
    let rebuilt = "select different_rows from reporting.fact_rebuilds where done_at is not null
                   order by generation desc limit 1";
    let different: i64 = sqlx::query_scalar(rebuilt).fetch_one(&world.superuser).await.unwrap();
    assert_eq!(different, 0, "a projection rebuilt from zero equals the live one, row for row\n{said}");
}

const STANDING_APART: &str = "
    select count(*) from registration.dossiers d
    left join verification.reviews r using (dossier_id)
    where d.submission > 0
      and (r.dossier_id is null or r.submission <> d.submission
           or (d.state = 'open') <> (r.state = 'recalled')
           or (d.state = 'submitted') <> (r.state = 'open')
           or (d.state = 'returned') <> (r.state = 'returned')
           or (d.state = 'final') <> (r.state = 'final'))";

const COUNTED_OTHERWISE: &str = "
    select count(*) from (
        select dossier_id, submission::bigint,
               case state when 'open' then 'recalled' when 'submitted' then 'submitted'
                          when 'returned' then 'returned' else 'final' end as state
        from registration.dossiers where submission > 0
    ) d
    full join (
        select v.dossier_id, v.submission,
               case v.state when 'conflict' then 'returned' else v.state end as state
        from reporting.view_dossiers v join reporting.fact_projection p on p.current_generation = v.generation
    ) v using (dossier_id, submission, state)
    where d.state is null or v.state is null";

const UNPUBLISHED: &str = "select count(*) from reporting.fact_agency_events where published_at is null";

const GAPS: &str = "
    select count(*) from (
        select agency_code, count(*) as told, max(agency_seq) as newest from reporting.fact_agency_events group by 1
    ) f
    left join reporting.fact_agency_counters c using (agency_code)
    where f.told <> f.newest or c.newest_seq is distinct from f.newest";

/// Of dossiers that are there: a purged rehearsal leaves its events.
const APPLIED_TWICE: &str = "
    select count(*) from (
        select aggregate_id from registration.outbox
        join registration.dossiers d on d.dossier_id = aggregate_id
        where message_name = 'epupns.registration.v1.EmployeeDataApplied'
        group by aggregate_id
        having count(*) > (select count(*) from registration.submissions s where s.dossier_id = aggregate_id)
    ) twice";

/// Whoever is final was looked at by level 1, and every changed field by each of its stages.
const SKIPPED: &str = "
    select count(*) from registration.submission_fields f
    join registration.dossiers d on d.dossier_id = f.dossier_id and d.state = 'final'
    cross join unnest(f.stages) as needed (stage)
    where f.answer = 'correction'
      and f.submission = (select max(l.submission) from registration.submission_fields l
                          where l.dossier_id = f.dossier_id and l.key = f.key)
      and not exists (select from verification.decisions v
                      where v.dossier_id = f.dossier_id and v.key = f.key and v.stage = needed.stage)";

const NOT_SEPARATED: &str = "
    select count(*) from (
        select v.dossier_id from verification.decisions v
        join verification.reviews r using (dossier_id)
        group by v.dossier_id, v.person_id, r.subject_id
        having count(distinct v.stage) > 1 or v.person_id = r.subject_id
    ) apart";

const UNAUDITED: &str = "
    select greatest(0,
        (select count(*) from verification.completions)
        - (select count(*) from verification.audit_entries where action = 'complete_stage'))";
