//! Rows of an export a second, from the request to the last byte through the door, beside COPY of the same rows.

use std::time::{Duration, Instant};

use futures::TryStreamExt as _;
use integration_tests::World;
use serde_json::json;
use sqlx::postgres::PgPoolCopyExt as _;
use uuid::Uuid;

use crate::{row::Row, say};

/// Everybody in the nation who has not registered: the columns that the file has.
const SAME_ROWS: &str = "
    copy (select e.nip, a.name, coalesce(u.name, e.unit_code)
          from reporting.view_employees e
          join reporting.view_agencies a on a.generation = e.generation and a.code = e.agency_code
          left join reporting.view_org_units u on u.generation = e.generation and u.code = e.unit_code
          where e.generation = (select current_generation from reporting.fact_projection) and e.active
            and left(a.code, 1) <> 'X'
            and not exists (select from reporting.view_registrations r
                            where r.generation = e.generation and r.employee_id = e.employee_id and r.state <> 'rejected')
          order by e.employee_id) to stdout (format csv)";

/// Exports who has not registered.
pub(crate) async fn unregistered(world: &World) -> Row {
    say("an export");
    let admin = world.officer("bkn.admin").await;
    let began = Instant::now();
    let key = Uuid::new_v4().to_string();
    let asked = admin.door.post_once("/v1/exports", &json!({ "kind": "unregistered_employees" }), &key).await;
    if asked.status.as_u16() != 202 {
        return crate::why("export", format!("the export was answered {} {}", asked.status, asked.code()));
    }
    let path = format!("/v1/exports/{}", asked.text("export_id"));
    while admin.door.get(&path).await.expect(200).text("state") != "ready" {
        if began.elapsed() > Duration::from_secs(280) {
            return crate::why("export", "the file was not ready within 280 s");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let file = admin.door.get(&format!("{path}/content")).await.expect(200);
    let took = began.elapsed().as_secs_f64();
    let rows = file.bytes.iter().filter(|byte| **byte == b'\n').count().saturating_sub(1);
    let began = Instant::now();
    let copied = world.superuser.copy_out_raw(SAME_ROWS).await.unwrap();
    let lines = copied
        .try_fold(0, |lines, chunk| async move { Ok(lines + chunk.iter().filter(|byte| **byte == b'\n').count()) });
    let lines = lines.await.unwrap();
    let limit = lines as f64 / began.elapsed().as_secs_f64();
    Row::of("export", rows as f64 / took, limit, format!("{rows} rows in {took:.2} s; {lines} rows copied"))
}
