//! From a commit to the stream, and on to the projections: the delay under the load of the rehearsal, and the rate of a backlog.
//!
//! The backlog is made while registration stands still, then only registration runs, then only reporting: each has the
//! machine for itself, as the raw stream has that it is compared with.

use std::time::{Duration, Instant};

use integration_tests::{BareNats, World};
use prost::Message as _;
use proto::registration::v1::{EmployeeRef, RegistrationSubmitted};
use sqlx::PgPool;
use stack::Program;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{options::Options, row::Row, say, stream};

/// Longer than any of it takes.
const WITHIN: Duration = Duration::from_secs(1800);
const LOOK: Duration = Duration::from_millis(50);
/// Who stands still meanwhile.
const OTHERS: [Program; 5] =
    [Program::Identity, Program::Verification, Program::Helpdesk, Program::Portal, Program::Gateway];

/// What registration has told since the rehearsal began: when the stream had it.
pub(crate) async fn commit_to_stream(world: &World, began: OffsetDateTime) -> Row {
    let delays = "select count(*), coalesce(percentile_cont(0.99) within group
                             (order by extract(epoch from published_at - occurred_at)), 0)::float8
                  from registration.outbox where occurred_at > $1 and published_at is not null";
    let (count, p99): (i64, f64) = sqlx::query_as(delays).bind(began).fetch_one(&world.superuser).await.unwrap();
    if count == 0 {
        return crate::why("commit_to_stream_p99", "the rehearsal told nothing");
    }
    Row::bounded("commit_to_stream_p99", p99, format!("{count} events of registration during the rehearsal"))
}

/// A backlog, relayed and then projected.
pub(crate) async fn backlog(world: &mut World, options: &Options, nats: Option<&BareNats>) -> Vec<Row> {
    say("a backlog");
    let Some(nats) = nats else {
        let reason = "there is no NATS to compare with";
        return vec![crate::why("relay", reason), crate::why("projection", reason)];
    };
    let count = options.events;
    quiet(&world.superuser).await;
    for program in OTHERS.into_iter().chain([Program::Registration, Program::Reporting]) {
        world.stack.process(program).pause();
    }
    let size = seed(&world.superuser, count).await;
    // Before and after: as many messages, as large.
    let before = stream::rates(nats, count, size).await;

    let left = "select count(*) from registration.outbox where published_at is null";
    world.stack.process(Program::Registration).resume();
    let relayed = drained(&world.superuser, left, count).await;
    world.stack.process(Program::Registration).pause();

    let left = "select $1::bigint - count(*) from reporting.view_registrations where registration_number like 'MSR%'";
    let left = left.replace("$1", &count.to_string());
    world.stack.process(Program::Reporting).resume();
    let projected = drained(&world.superuser, &left, count).await;
    let after = stream::rates(nats, count, size).await;
    for program in OTHERS.into_iter().chain([Program::Registration]) {
        world.stack.process(program).resume();
    }
    let limit = |rate: fn(&stream::Rates) -> f64| f64::midpoint(rate(&before), rate(&after));
    let note = format!("{count} events of {size} bytes");
    vec![
        rated("relay", relayed, limit(|rates| rates.published), &note),
        rated("projection", projected, limit(|rates| rates.pulled), &note),
    ]
}

fn rated(id: &'static str, rate: Option<f64>, limit: f64, note: &str) -> Row {
    match rate {
        Some(rate) => Row::of(id, rate, limit, note),
        None => crate::why(id, format!("the backlog was not empty within {WITHIN:?}")),
    }
}

/// Nothing of what was before is on its way.
async fn quiet(pool: &PgPool) {
    for owner in Program::OWNERS {
        let left = format!("select count(*) from {owner}.outbox where published_at is null");
        drained(pool, &left, 0).await;
    }
}

/// Waits until nothing is left; events a second since the first was gone.
async fn drained(pool: &PgPool, left: &str, count: u32) -> Option<f64> {
    let end = Instant::now() + WITHIN;
    let mut first = None;
    loop {
        let left: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(left.to_owned())).fetch_one(pool).await.unwrap();
        let now = Instant::now();
        if left < i64::from(count) {
            first.get_or_insert((now, left));
        }
        if left <= 0 {
            let (began, then) = first.unwrap_or((now, 0));
            return Some(then as f64 / now.duration_since(began).as_secs_f64().max(1e-3));
        }
        if now > end {
            return None;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Registrations that nobody has made, each an aggregate of its own; identity takes them for erased. The size of one.
async fn seed(pool: &PgPool, count: u32) -> usize {
    let (agency, unit): (String, String) = sqlx::query_as(
        "select agency_code, code from registration.org_units where agency_code = '3573' order by code limit 1",
    )
    .fetch_one(pool)
    .await
    .unwrap();
    let campaign: String =
        sqlx::query_scalar("select min(code) from registration.campaigns").fetch_one(pool).await.unwrap();
    let now = OffsetDateTime::now_utc();
    let (mut ids, mut payloads) = (Vec::new(), Vec::new());
    for number in 0..count {
        let id = Uuid::now_v7();
        let message = RegistrationSubmitted {
            registration_id: id.to_string(),
            registration_number: format!("MSR{number:05}"),
            employee: Some(EmployeeRef {
                employee_id: Uuid::now_v7().to_string(),
                nip: format!("{number:018}"),
                agency_code: agency.clone(),
                unit_code: unit.clone(),
                active: true,
                ..EmployeeRef::default()
            }),
            campaign_code: campaign.clone(),
            registered_at: Some(chassis::wire::timestamp(now)),
            due_at: Some(chassis::wire::timestamp(now)),
            name: "Pegawai Ukur".to_owned(),
        };
        ids.push(id);
        payloads.push(message.encode_to_vec());
    }
    let size = payloads.first().map_or(0, Vec::len);
    sqlx::query("insert into identity.erasures (account_id, erased_at) select id, now() from unnest($1::uuid[]) id")
        .bind(&ids)
        .execute(pool)
        .await
        .unwrap();
    sqlx::query(
        "insert into registration.outbox
             (day, event_id, message_name, aggregate_id, aggregate_version, payload, occurred_at)
         select current_date, gen_random_uuid(), 'epupns.registration.v1.RegistrationSubmitted', id, 1, payload, now()
         from unnest($1::uuid[], $2::bytea[]) as told (id, payload)",
    )
    .bind(&ids)
    .bind(&payloads)
    .execute(pool)
    .await
    .unwrap();
    size
}
