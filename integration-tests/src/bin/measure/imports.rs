//! Rows of an extract a second, through the operator's command line, beside COPY into a table of the same shape.

use std::time::{Duration, Instant};

use futures::TryStreamExt as _;
use integration_tests::World;
use sqlx::postgres::PgPoolCopyExt as _;

use crate::{options::Options, row::Row, say};

/// The table as registration has it, with indexes, checks and references.
const IDENTICAL: &str = "
    create schema measured;
    create table measured.employees (like registration.employees including all);
    alter table measured.employees
        add foreign key (agency_code) references registration.agencies,
        add foreign key (work_agency_code) references registration.agencies,
        add foreign key (unit_code) references registration.org_units;";

/// Imports new employees, then copies the same rows.
pub(crate) async fn employees(world: &World, options: &Options) -> Row {
    say("an import");
    let dir = world.stack.dir().join("import");
    let (out, count) = (dir.to_str().unwrap().to_owned(), options.import_rows.to_string());
    let run = async |args: &[&str]| world.stack.operator().run(args).await;
    let invent = ["invent", "--employees", &count, "--seed", "77", "--error-share", "0", "--out", &out];
    if let Err(error) = world.stack.operator().rehearse(&invent).await {
        return crate::why("import", error);
    }
    for kind in ["kanreg", "agencies", "units", "reference"] {
        let file = dir.join(format!("{kind}.csv"));
        if let Err(error) = run(&["import", kind, file.to_str().unwrap()]).await {
            return crate::why("import", error);
        }
    }
    let began = Instant::now();
    if let Err(error) = run(&["import", "employees", dir.join("employees.csv").to_str().unwrap()]).await {
        return crate::why("import", error);
    }
    let took = began.elapsed().as_secs_f64();
    let last =
        "select accepted_rows from registration.imports where kind = 'employees' order by opened_at desc limit 1";
    let rows: i64 = sqlx::query_scalar(last).fetch_one(&world.superuser).await.unwrap();
    heard(world).await;
    let (copied, limit) = copy(world).await;
    Row::of("import", rows as f64 / took, limit, format!("{rows} rows in {took:.1} s; {copied} rows copied"))
}

/// Waits until every service has what was imported: the limit is measured on an idle system.
async fn heard(world: &World) {
    let behind = "select (select count(*) from registration.outbox where published_at is null)
        + (select count(*) from registration.employees)
        - (select count(*) from reporting.view_employees
           where generation = (select current_generation from reporting.fact_projection))";
    let end = Instant::now() + Duration::from_secs(600);
    while sqlx::query_scalar::<_, i64>(behind).fetch_one(&world.superuser).await.unwrap() > 0 && Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Copies what was imported last into a table of the same shape.
async fn copy(world: &World) -> (u64, f64) {
    let last = "(select import_id from registration.imports where kind = 'employees' order by opened_at desc limit 1)";
    let out = format!("copy (select * from registration.employees where imported_by = {last}) to stdout");
    let chunks = world.superuser.copy_out_raw(&out).await.unwrap();
    let chunks: Vec<_> = chunks.try_collect().await.unwrap();
    sqlx::raw_sql(IDENTICAL).execute(&world.superuser).await.unwrap();
    let began = Instant::now();
    let mut copying = world.superuser.copy_in_raw("copy measured.employees from stdin").await.unwrap();
    for chunk in chunks {
        copying.send(chunk).await.unwrap();
    }
    let rows = copying.finish().await.unwrap();
    let took = began.elapsed().as_secs_f64();
    sqlx::raw_sql("drop schema measured cascade").execute(&world.superuser).await.unwrap();
    (rows, rows as f64 / took)
}
