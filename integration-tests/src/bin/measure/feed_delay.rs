//! People register as fast as two cores hash: how long after its commit each fact is acknowledged by the agencies' stream. Not
//! part of the rehearsal, whose invented agencies have no feed.

use futures::{StreamExt as _, stream};
use integration_tests::{Citizen, World, until};

use crate::row::Row;

const CLIENTS: usize = 8;
const PEOPLE: usize = 300;

/// Somebody who has registered, and their number.
pub(crate) type Registered = (Citizen, String);

/// The delay, and who has registered.
pub(crate) async fn register(world: &World) -> (Row, Vec<Registered>) {
    // The others are for what comes later.
    let people = world.employees.iter().take(PEOPLE.min(world.employees.len() / 2)).cloned();
    let people = people.map(|employee| Citizen::new(world.door(), employee));
    let registered: Vec<Registered> = stream::iter(people)
        .map(|citizen| async move {
            let number = citizen.register().await.expect(201).text("registration/registration_number");
            (citizen, number)
        })
        .buffer_unordered(CLIENTS)
        .collect()
        .await;
    let count = i64::try_from(registered.len()).unwrap();
    let delays = "select count(*), count(published_at),
               percentile_cont(0.99) within group (order by extract(epoch from published_at - occurred_at))::float8
        from reporting.fact_agency_events";
    let p99 = until("every registration is in its agency's feed", || async {
        let row: (i64, i64, Option<f64>) = sqlx::query_as(delays).fetch_one(&world.superuser).await.unwrap();
        let (told, published, p99) = row;
        p99.filter(|_| told == count && published == count)
    })
    .await;
    (Row::bounded("commit_to_feed_p99", p99, format!("{count} facts while {CLIENTS} clients register")), registered)
}
