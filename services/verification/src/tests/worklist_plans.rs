//! A page of the worklist reads its index and no more, whatever the planner has learnt of the parameters.

use proto::registration::v1::{AgenciesImported, OrgUnitsImported};
use worlds::Plans;

use super::{
    fixtures::{agency, unit},
    harness::World,
};

const IN_AGENCY: &str = include_str!("../store/worklist/in_agency.sql");
const IN_UNIT: &str = include_str!("../store/worklist/in_unit.sql");
const IN_REGION: &str = include_str!("../store/worklist/in_region.sql");
const ONE: &str = include_str!("../store/worklist/one.sql");

/// How many reviews wait in `B0`, most of them in `B0.U0`; every other agency has as many in all.
const LARGE: u32 = 12_000;
/// A page of 50, and one more.
const ROWS: f64 = 51.0;
/// What is read of one unit or agency at most; plans round the mean of several.
const MOST: f64 = 101.0;

/// 20 agencies of 50 units.
async fn filled(world: &World) {
    let codes: Vec<String> = (0..20).map(|n| format!("B{n}")).collect();
    let agencies = codes.iter().enumerate();
    let agencies = agencies.map(|(n, code)| agency(code, if n % 2 == 0 { "" } else { "03" }, 1)).collect();
    world.hear(AgenciesImported { agencies }).await.unwrap();
    for code in &codes {
        let root = format!("{code}.ROOT");
        let mut units: Vec<_> = (0..50).map(|n| unit(&format!("{code}.U{n}"), &[&root], 1)).collect();
        units.push(unit(&root, &[], 1));
        world.hear(OrgUnitsImported { units }).await.unwrap();
    }
    let fill = format!(
        "insert into verification.reviews
            (dossier_id, registration_id, registration_number, subject_id, nip, name, active, campaign_code, agency_code,
             unit_code, state, stage, submission, version, rank, due_fields, marked_fields, submitted_at, due_at)
         select gen_random_uuid(), gen_random_uuid(), translate(lpad(to_hex(n), 8, '2'), '01abcdef', 'XYABCDEF'),
                gen_random_uuid(), lpad(n::text, 18, '9'), 'Someone', true, '2026', 'B' || agency,
                'B' || agency || '.U' || case when n % 3 = 0 then n / 3 % 50 else 0 end, 'open',
                (array['skpd', 'bkd', 'kanreg_bkn'])[1 + n / 7 % 3], 1, 1, -(n / 11 % 7), 1, 0,
                now() - n * interval '1 s', now()
         from (select n, case when n <= {LARGE} then 0 else 1 + n % 19 end as agency
               from generate_series(1, 2 * {LARGE}) n) spread"
    );
    world.execute(&fill).await;
}

/// A list, who looks at it, and how much it may read.
struct List {
    name: &'static str,
    text: &'static str,
    /// Types and values around the place that all of them begin with.
    more_types: &'static str,
    of: &'static str,
    stage: &'static str,
    more: String,
    index: &'static str,
    most: f64,
}

#[tokio::test]
async fn a_page_reads_no_more_than_it_shows_by_the_index_of_its_scope() {
    let world = World::new("plans").await;
    filled(&world).await;
    let mut plans = Plans::of(&world, "reviews").await;
    plans.run("vacuum analyze verification.reviews").await;
    plans.run("analyze verification.org_unit_closure; analyze verification.agencies; set jit = off").await;
    let list = |name, text, of, stage, index, places: f64| List {
        name,
        text,
        more_types: "",
        of,
        stage,
        more: String::new(),
        index,
        most: places * MOST + 1.0,
    };
    let region = |list: List, central: &str| List { more_types: ", bool", more: format!(", {central}"), ..list };
    let (agency, unit) = ("reviews_open_in_agency", "reviews_open_in_unit");
    let one = ", lpad('21', 18, '9'), 'B0', null, null, null".to_owned();
    let lists = [
        list("in_agency", IN_AGENCY, "'B0'", "bkd", agency, 1.0),
        list("in_small_agency", IN_AGENCY, "'B7'", "bkd", agency, 1.0),
        list("in_unit", IN_UNIT, "'B0.ROOT'", "skpd", unit, 51.0),
        list("in_one_unit", IN_UNIT, "'B0.U0'", "skpd", unit, 1.0),
        region(list("in_region", IN_REGION, "'03'", "kanreg_bkn", agency, 11.0), "null"),
        region(list("in_central_agencies", IN_REGION, "null", "kanreg_bkn", agency, 10.0), "false"),
        List {
            more_types: ", text, text, text, text, bool",
            more: one,
            ..list("one", ONE, "null", "skpd", "reviews_nip", 1.0)
        },
    ];
    let places = ["-2147483648, '1970-01-01'", "-4, now() - interval '1 hour'"];
    for list in lists {
        let List { name, text, more_types, of, stage, more, index, most } = list;
        let types = "text, uuid, text, int, timestamptz, uuid, bigint";
        plans.run(format!("prepare {name} ({types}{more_types}) as {text}")).await;
        let parameters = places.map(|place| {
            let place = format!("'{stage}', {place}, '00000000-0000-0000-0000-000000000000', {ROWS}");
            format!("{of}, gen_random_uuid(), {place}{more}")
        });
        plans.read_at_most(most, index, name, &parameters).await;
    }
    plans.close().await;
}
