//! Pages of a worklist through the door, of a short list and of a long one.

use std::time::Instant;

use integration_tests::World;
use serde_json::json;

use crate::{options::Options, p99, row::Row, say};

/// An officer who sees a whole agency.
const OFFICER: &str = "malang.verifikator2";
const AGENCY: &str = "3573";
/// Pages that are read one after the other, twice: a list of 10,000 has a hundred.
const PAGES: usize = 100;

/// Open reviews of the agency at the officer's stage, numbered from $1 to $2; the names and numbers mean nobody.
const SEED: &str = "
    insert into verification.reviews
        (dossier_id, registration_id, registration_number, subject_id, nip, name, active, campaign_code, agency_code,
         unit_code, state, stage, submission, version, rank, due_fields, marked_fields, submitted_at, due_at)
    select gen_random_uuid(), gen_random_uuid(), upper(translate(lpad(to_hex(n), 8, '2'), '01', 'GH')),
           gen_random_uuid(), lpad(n::text, 18, '9'), 'Pegawai Ukur', true, '2026', $1, $2, 'open', 'bkd', 1, 1,
           -(n % 7), 20, n % 7, now() - make_interval(secs => n), now() + interval '3 days'
    from generate_series($3::integer, $4::integer) n";

/// Both lists, the short one first.
pub(crate) async fn pages(world: &World, options: &Options) -> Vec<Row> {
    say("pages of worklists");
    let small = options.worklist_small;
    seed(world, 1, small).await;
    let short = walk(world).await;
    seed(world, small + 1, options.worklist_rows.max(small)).await;
    let long = walk(world).await;
    let note = format!("{} dossiers; {short:.1} ms of {small}", options.worklist_rows.max(small));
    vec![Row::bounded("worklist_page_p99", long, note.clone()), Row::of("worklist_page_growth", long, short, note)]
}

async fn seed(world: &World, from: u32, to: u32) {
    let unit: String = sqlx::query_scalar("select min(code) from verification.org_units where agency_code = $1")
        .bind(AGENCY)
        .fetch_one(&world.superuser)
        .await
        .unwrap();
    // In pieces, so that nothing runs into a timeout.
    for begin in (from..=to).step_by(100_000) {
        let seeding = sqlx::query(SEED).bind(AGENCY).bind(&unit).bind(begin.cast_signed());
        seeding.bind(to.min(begin + 99_999).cast_signed()).execute(&world.superuser).await.unwrap();
    }
    sqlx::raw_sql("vacuum analyze verification.reviews").execute(&world.superuser).await.unwrap();
    // Who has been shown already is not told again: both lists are to cost the same.
    sqlx::raw_sql("truncate verification.personal_data_views").execute(&world.superuser).await.unwrap();
}

async fn walk(world: &World) -> f64 {
    let officer = world.officer(OFFICER).await;
    let mut took = Vec::new();
    for _ in 0..2 {
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let body = json!({ "query": "", "page_size": 100, "cursor": cursor });
            let began = Instant::now();
            let page = officer.door.post("/v1/worklist/searches", &body).await.expect(200).json();
            took.push(began.elapsed().as_secs_f64() * 1000.0);
            match page["next_cursor"].as_str() {
                Some(next) if !next.is_empty() => next.clone_into(&mut cursor),
                _ => break,
            }
        }
    }
    p99(took)
}
