//! What operators see: one trace through every room, and no personal data anywhere.

use integration_tests::{Citizen, Otlp, PASSWORD, World, until};
use stack::Program;

/// Long enough for the batch exporter to have sent what it has.
const TRACE_SETTING: &str = "EPUPNS_OTLP_ENDPOINT";

#[tokio::test(flavor = "multi_thread")]
async fn one_trace_reaches_the_listener_and_nothing_personal_is_seen() {
    let (otlp, address) = Otlp::start().await;
    let mut world = World::start_with(&[(TRACE_SETTING, &address)]).await;
    let citizen = Citizen::new(world.door(), world.employees[0].clone());
    let token = citizen.look_up().await.expect(200).text("lookup_token");
    let form = citizen.form(&token);
    let _ = citizen.door.post_once("/v1/registrations", &form, &citizen.key).await.expect(201);

    let spans = until("the listener's span arrives", || async {
        let spans = otlp.spans();
        spans.iter().any(|span| span.name.ends_with("RegistrationSubmitted")).then_some(spans)
    })
    .await;
    let heard = spans.iter().find(|span| span.name.ends_with("RegistrationSubmitted")).unwrap();
    // Every program sends its spans when its batch is full or old enough.
    let same_trace = || otlp.spans().into_iter().filter(|span| span.trace_id == heard.trace_id).collect::<Vec<_>>();
    for room in ["gateway", "registration", "identity"] {
        until(&format!("a span of {room} is in the trace that reached the listener"), || async {
            same_trace().iter().any(|span| span.service.contains(room)).then_some(())
        })
        .await;
    }
    until("the SQL transaction is in the same trace", || async {
        same_trace().iter().any(|span| span.name == "sql.transaction").then_some(())
    })
    .await;

    let employee = &citizen.employee;
    let email = form["email"].as_str().unwrap();
    let canaries =
        [&*employee.nip, &*employee.nik, &*employee.name, email, PASSWORD, "Siti Aminah", "Bon Jovi", &*token];
    let mut places: Vec<(String, String)> =
        otlp.spans().into_iter().map(|span| (format!("span {} of {}", span.name, span.service), span.text)).collect();
    for program in Program::ALL {
        let process = world.stack.process(program);
        let log = String::from_utf8_lossy(&std::fs::read(process.log()).unwrap()).into_owned();
        let metrics = reqwest::get(format!("http://{}/metrics", process.ops())).await.unwrap().text().await.unwrap();
        places.push((format!("log of {program}"), log));
        places.push((format!("metrics of {program}"), metrics));
    }
    let subjects: Vec<String> =
        sqlx::query_scalar("select message_name || coalesce(aggregate_id::text, '') from registration.outbox")
            .fetch_all(&world.superuser)
            .await
            .unwrap();
    places.push(("subjects".to_owned(), subjects.join("\n")));
    for (place, text) in places {
        for canary in canaries {
            assert!(!text.contains(canary), "personal data in the {place}: {canary}");
        }
    }
    world.stop().await;
}
