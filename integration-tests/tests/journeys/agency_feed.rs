//! Programs of other agencies: the feed is what its description says, and the subscriber that agencies are given keeps every
//! event once, in order, whatever happens to it.

mod document;
mod happenings;

use std::collections::BTreeMap;

use integration_tests::{AgencySystem, Owner, Subscriber, World, until};
use kernel::{AgencyCode, agency_feed};
use serde_json::{Value, json};
use tokio::join;

use self::{
    document::Document,
    happenings::{AGENCY, LEVEL_1, NEW_AGENCY, UNIT, everything_happens},
};

const ROUNDS: usize = 4;
/// People before it are used by what happens first.
const FRESH: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn agencies_programs_hear_everything_once_in_order_as_described() {
    let world = World::start().await;
    let (left, entered) = join!(AgencySystem::of(&world, AGENCY), AgencySystem::of(&world, NEW_AGENCY));
    everything_happens(&world).await;
    told_as_described(&world, &left, &entered).await;

    // The durable has moved on: who starts now lacks what was before, and gets it by HTTP.
    let mut subscriber = Subscriber::over_nats(&world, &left);
    killed_while_events_come(&world, &left, &mut subscriber).await;
    assert!(subscriber.log().contains("are missing; asking for them by HTTP"), "{}", subscriber.log());
    forged_events_change_nothing(&world, &left, &mut subscriber).await;
    assert!(subscriber.terminate().await.success(), "{}", subscriber.log());
    assert!(subscriber.log().trim_end().lines().last().unwrap().contains("stopped after event"));

    let by_http = http_alone_gives_the_same(&world, &left).await;
    for log in [subscriber.log(), by_http.log()] {
        let personal =
            world.employees.iter().find(|employee| log.contains(&employee.nip) || log.contains(&employee.name));
        assert!(personal.is_none(), "nothing personal is printed: {log}");
    }
    world.stop().await;
}

/// Every event of both agencies, over HTTP and over NATS, against the description that strangers are given.
async fn told_as_described(world: &World, left: &AgencySystem, entered: &AgencySystem) {
    let document = Document::served(world).await;
    until("the feeds tell the ends", || async {
        let (of_left, of_entered) = join!(left.events_after(0), entered.events_after(0));
        let finals = of_left.iter().filter(|event| event["type"] == "id.go.epupns.v1.dossier.final").count();
        (finals == 2 && !of_entered.is_empty()).then_some(())
    })
    .await;
    let mut seen = Vec::new();
    for system in [left, entered] {
        let events = system.events_after(0).await;
        let told = system.told_over_nats(world, events.len()).await;
        assert_eq!(
            told.iter().map(|told| told.event.clone()).collect::<Vec<_>>(),
            events,
            "NATS and HTTP tell the same"
        );
        for told in &told {
            document.assert_fits(told);
            let code = AgencyCode::parse(told.event["agencycode"].as_str().unwrap()).unwrap();
            assert!(
                told.subject.starts_with(agency_feed::all_subjects(&code).trim_end_matches('>')),
                "{}",
                told.subject
            );
            seen.push(told.event["type"].as_str().unwrap().to_owned());
        }
        document.assert_refuses_what_does_not_fit(&told[0]);
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen, document.types(), "every message of the description was told");
}

/// `kill -9` again and again while people register: the file is the feed in the end.
async fn killed_while_events_come(world: &World, system: &AgencySystem, subscriber: &mut Subscriber) {
    let mut people = world.employees_below(UNIT).into_iter().skip(FRESH);
    assert!(people.len() > 2 * ROUNDS, "people who have not registered");
    for _ in 0..ROUNDS {
        let kept = subscriber.rows("select 1 from events").await.len();
        subscriber.start();
        let pairs = people.by_ref().take(2).map(|employee| Owner::of(world, employee, LEVEL_1));
        let events = futures::future::join_all(pairs);
        let killing = async {
            until("an event is kept", || async {
                (subscriber.rows("select 1 from events").await.len() > kept).then_some(())
            })
            .await;
            subscriber.kill9().await;
        };
        join!(events, killing);
    }
    subscriber.start();
    is_the_feed(system, subscriber).await;
}

/// Waits until it has kept all; then it is the same: no event more, none twice, and each had its effect.
async fn is_the_feed(system: &AgencySystem, subscriber: &Subscriber) {
    let events = until(&format!("the subscriber has kept the feed\n{}", subscriber.log()), || async {
        let events = system.events_after(0).await;
        (subscriber.rows("select 1 from events").await.len() >= events.len()).then_some(events)
    })
    .await;
    assert_eq!(subscriber.kept().await, events);
    let sequence: Vec<u64> = events.iter().map(AgencySystem::sequence).collect();
    assert_eq!(sequence, (1..=sequence.len() as u64).collect::<Vec<_>>(), "gapless");
    let mut last = BTreeMap::new();
    for event in &events {
        last.insert(event["data"]["nip"].to_string(), json!([event["data"]["nip"], AgencySystem::sequence(event)]));
    }
    let effects = subscriber.rows("select nip, agency_seq from people order by nip").await;
    assert_eq!(effects.into_iter().map(Value::from).collect::<Vec<_>>(), last.into_values().collect::<Vec<_>>());
}

/// Messages in the agency's own part of the stream that e-PUPNS did not sign so: refused, and the true ones go on.
async fn forged_events_change_nothing(world: &World, system: &AgencySystem, subscriber: &mut Subscriber) {
    let before = subscriber.kept().await;
    let next = (before.len() + 1).to_string();
    let mut another_number = before.last().unwrap().clone();
    another_number["agencyseq"] = json!(next);
    let mut another_person = another_number.clone();
    another_person["data"]["nip"] = json!("199001012015031001");
    let mut unknown_key = another_number.clone();
    unknown_key["epupnskid"] = json!("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    let forged = [another_number, another_person, unknown_key, json!("not an event")];
    for event in &forged {
        system.forge(world, "dossier", "final", event).await;
    }
    until("every forged message is refused", || async {
        let refused = subscriber.log().matches("refused a message of NATS").count();
        (refused >= forged.len()).then_some(())
    })
    .await;
    assert_eq!(subscriber.kept().await, before, "nothing of them is kept");
    let employee = world.employees_below(UNIT).swap_remove(FRESH - 1);
    let _ = Owner::of(world, employee, LEVEL_1).await;
    is_the_feed(system, subscriber).await;
}

/// Without NATS the same file; an event that was changed where it is kept ends it before that event.
async fn http_alone_gives_the_same(world: &World, system: &AgencySystem) -> Subscriber {
    let mut subscriber = Subscriber::over_http(world, system);
    let tampered = 5;
    let change = |from: &'static str, to: &'static str| async move {
        let change = "update reporting.fact_agency_events set payload = replace(payload, $1, $2)
            where agency_code = $3 and agency_seq = $4";
        let change = sqlx::query(change).bind(from).bind(to).bind(AGENCY).bind(tampered);
        assert_eq!(change.execute(&world.superuser).await.unwrap().rows_affected(), 1);
    };
    change("\"version\":", "\"version\":1").await;
    assert_eq!(subscriber.run_once().await.code(), Some(2), "{}", subscriber.log());
    assert!(subscriber.log().contains("refused: the signature does not fit"), "{}", subscriber.log());
    assert_eq!(subscriber.kept().await.len() as i64, tampered - 1, "everything before it and nothing of it");
    change("\"version\":1", "\"version\":").await;

    assert!(subscriber.run_once().await.success(), "{}", subscriber.log());
    is_the_feed(system, &subscriber).await;
    let kept = subscriber.kept().await.len();
    assert!(subscriber.run_once().await.success());
    assert_eq!(subscriber.kept().await.len(), kept, "again, and nothing twice");
    subscriber
}
