//! A page of a list reads its index and no more, whatever the planner has learnt of the parameters.

use proto::registration::v1::AgenciesImported;
use worlds::Plans;

use super::{
    fixtures::{Someone, agency},
    harness::{World, about},
};

const ALL: &str = include_str!("../store/waiting/all.sql");
const OF_TYPE: &str = include_str!("../store/waiting/of_type.sql");
const ONE: &str = include_str!("../store/waiting/one.sql");

/// How many tickets wait at BKN Pusat; every agency has as many in all.
const LARGE: u32 = 12_000;
/// A page of 50, and one more.
const ROWS: f64 = 51.0;
/// What is read of one desk at most; plans round the mean of several.
const MOST: f64 = 101.0;

/// 20 agencies, the half of them in region 03; one ticket in three is of another type, and many are decided.
async fn filled(world: &World) {
    let agencies = (0..20).map(|n| agency(&format!("B{n}"), if n % 2 == 0 { "" } else { "03" }, 1)).collect();
    world.hear(AgenciesImported { agencies }).await.unwrap();
    world.opened(about(Someone::Teacher)).await;
    let fill = format!(
        "insert into helpdesk.report_numbers
         select lpad(n::text, 10, '0'), 1000000 + n, now() from generate_series(1, 3 * {LARGE}) n;
         insert into helpdesk.tickets
            (ticket_id, report_number, type_code, opened_by, request_by, request_id, request_fingerprint, text_sealed,
             answers_sealed, agency_code, desk, state, attempt, version, opened_at, due_at, decided_by, resolved_at)
         select gen_random_uuid(), lpad(n::text, 10, '0'),
                (array['nama_salah', 'lupa_kata_kunci', 'nama_salah'])[1 + n % 3],
                case when n % 5 = 0 then md5(n::text)::uuid end, gen_random_uuid(), gen_random_uuid(),
                t.request_fingerprint, t.text_sealed, t.answers_sealed, 'B' || n % 20,
                case when n <= {LARGE} then 'nation' else 'agency:B' || n % 20 end,
                case when n > 2 * {LARGE} then 'resolved' else 'open' end, 0, 1, now() - n * interval '1 s',
                now() - n * interval '1 s', gen_random_uuid(), case when n > 2 * {LARGE} then now() end
         from helpdesk.tickets t, generate_series(1, 3 * {LARGE}) n"
    );
    world.execute(&fill).await;
}

/// A list, its parameters, and how much it may read by which index.
struct List {
    name: &'static str,
    text: &'static str,
    types: &'static str,
    parameters: Vec<String>,
    index: &'static str,
    most: f64,
}

#[tokio::test]
async fn a_page_reads_no_more_than_it_shows_by_the_index_of_its_desk() {
    let world = World::new("plans").await;
    filled(&world).await;
    let mut plans = Plans::of(&world, "tickets").await;
    plans.run("vacuum analyze helpdesk.tickets").await;
    plans.run("analyze helpdesk.agencies; analyze helpdesk.ticket_types; set jit = off").await;
    let nil = "'00000000-0000-0000-0000-000000000000'";
    let places = [format!("'1970-01-01', {nil}"), format!("now() - interval '4 hours', {nil}")];
    let page = |desk: &str, more: &str| -> Vec<String> {
        places.iter().map(|place| format!("{desk}, gen_random_uuid(), {place}, {ROWS}{more}")).collect()
    };
    let (waiting, of_type) = ("tickets_waiting", "tickets_waiting_of_type");
    let all = |name, desk: &str, desks: f64| List {
        name,
        text: ALL,
        types: "text, text, uuid, timestamptz, uuid, bigint",
        parameters: page(desk, ""),
        index: waiting,
        most: desks * MOST + 1.0,
    };
    let typed = |name, desk: &str, desks: f64| List {
        name,
        text: OF_TYPE,
        types: "text, text, uuid, timestamptz, uuid, bigint, text",
        parameters: page(desk, ", 'lupa_kata_kunci'"),
        index: of_type,
        most: desks * MOST + 1.0,
    };
    let lists = [
        all("nation", "'nation', null", 1.0),
        all("agency", "'agency:B7', null", 1.0),
        all("region", "'kanreg:03', '03'", 11.0),
        typed("nation_of_type", "'nation', null", 1.0),
        typed("region_of_type", "'kanreg:03', '03'", 11.0),
        List {
            name: "one",
            text: ONE,
            types: "text, text, uuid, text, text",
            parameters: vec!["'nation', null, gen_random_uuid(), '0000000021', null".into()],
            index: "tickets_report_number_key",
            most: 1.0,
        },
        List {
            name: "own",
            text: "select ticket_id from helpdesk.tickets
                   where opened_by = $1 and (opened_at, ticket_id) < ($2, $3)
                   order by opened_at desc, ticket_id desc limit $4",
            types: "uuid, timestamptz, uuid, bigint",
            parameters: vec![format!("md5('5')::uuid, now(), {nil}, {ROWS}")],
            index: "tickets_own",
            most: 1.0,
        },
    ];
    for List { name, text, types, parameters, index, most } in lists {
        plans.run(format!("prepare {name} ({types}) as {text}")).await;
        plans.read_at_most(most, index, name, &parameters).await;
    }
    plans.close().await;
}
