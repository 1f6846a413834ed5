//! An event that cannot be read is parked after ten tries; others flow meanwhile, and a replay repairs it.

use integration_tests::{Citizen, Ledger, World, check, eventually, until};
use sqlx::AssertSqlSafe;

/// Replaces the body of every event that is kept from now on, and remembers the sound one.
const SPOIL: &str = "
    create table public.spoilt (event_id uuid, payload bytea);
    create function public.spoil() returns trigger language plpgsql security definer as $$
    begin
        insert into public.spoilt values (new.event_id, new.payload);
        new.payload := '\\xffff';
        return new;
    end $$;
    create trigger spoil before insert on registration.outbox for each row execute function public.spoil();";

async fn account(world: &World, citizen: &Citizen) -> String {
    sqlx::query_scalar(
        "select a.state::text from identity.accounts a
         join registration.registrations r on r.registration_id = a.account_id where r.nip = $1",
    )
    .bind(&citizen.employee.nip)
    .fetch_one(&world.superuser)
    .await
    .unwrap()
}

/// Who reads this event; verification lets it pass.
const LISTENERS: [&str; 3] = ["identity", "helpdesk", "reporting"];

#[tokio::test(flavor = "multi_thread")]
async fn a_poisoned_event_is_parked_others_flow_and_replay_repairs_it() {
    let mut world = World::start().await;
    let ledger = Ledger::default();
    let [ill, well] = [0, 1].map(|number| Citizen::new(world.door(), world.employees[number].clone()));

    // What a faulty program would have written.
    sqlx::raw_sql(SPOIL).execute(&world.superuser).await.unwrap();
    let token = ill.look_up().await.expect(200).text("lookup_token");
    ill.register_patiently(&token, &ledger).await;
    sqlx::raw_sql("drop trigger spoil on registration.outbox").execute(&world.superuser).await.unwrap();
    let (event_id, sound): (uuid::Uuid, Vec<u8>) =
        sqlx::query_as("select event_id, payload from public.spoilt").fetch_one(&world.superuser).await.unwrap();

    let token = well.look_up().await.expect(200).text("lookup_token");
    well.register_patiently(&token, &ledger).await;
    let seen = &world;
    eventually("another registration's event is applied meanwhile", || async {
        account(seen, &well).await == "awaiting_confirmation"
    })
    .await;
    let id = event_id.to_string();
    for service in LISTENERS {
        until(&format!("{service} has parked the spoilt event, and an operator sees it"), || async {
            let listed = seen.stack.operator().run(&["parked", "list", "--service", service]).await.unwrap();
            listed.contains(&id).then_some(())
        })
        .await;
    }
    assert_eq!(account(&world, &ill).await, "prepared", "nothing of it took effect");

    for service in LISTENERS {
        let replay = ["parked", "replay", "--service", service, &id];
        assert!(world.stack.operator().run(&replay).await.is_err(), "the cause is still there");
        let mend = format!("update {service}.parked_events set payload = $1 where event_id = $2");
        sqlx::query(AssertSqlSafe(mend)).bind(&sound).bind(event_id).execute(&world.superuser).await.unwrap();
        world.stack.operator().run(&replay).await.unwrap_or_else(|error| panic!("{error:#}"));
    }
    assert_eq!(account(&world, &ill).await, "awaiting_confirmation");
    check(&mut world, &ledger).await;
    world.stop().await;
}
