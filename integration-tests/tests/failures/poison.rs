//! An event that cannot be read is set aside, one that is refused ten times is parked; others flow meanwhile, and a replay
//! repairs both. One that its publisher has not written is discarded, and no other.

use async_nats::{ConnectOptions, HeaderMap, jetstream};
use integration_tests::{Citizen, Ledger, World, check, eventually, until};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// Replaces the body of the next events that are kept, one by one, and remembers the sound ones: at first by what is no message
/// at all, then by a message that says nothing.
const SPOIL: &str = "
    create table public.spoilt (position serial, event_id uuid, payload bytea);
    create function public.spoil() returns trigger language plpgsql security definer as $$
    begin
        insert into public.spoilt (event_id, payload) values (new.event_id, new.payload);
        new.payload := case (select count(*) from public.spoilt) when 1 then '\\xffff'::bytea else ''::bytea end;
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

/// Whoever has registration's key says that somebody has registered, and nothing more.
async fn invent(world: &World) -> Uuid {
    let servers = &world.stack.servers;
    let seed = std::fs::read_to_string(servers.secrets.nkey_seed("registration").unwrap()).unwrap();
    let options = ConnectOptions::with_nkey(seed.trim().to_owned()).custom_inbox_prefix("_INBOX.registration");
    let thief = jetstream::new(options.connect(servers.nats.url()).await.unwrap());
    let (id, about, clock) = (Uuid::from_u128(0x666), Uuid::from_u128(0x667), chassis::ambient::Clock::system());
    let now = clock.now().format(&time::format_description::well_known::Rfc3339).unwrap();
    let message = "epupns.registration.v1.RegistrationSubmitted";
    let mut headers = HeaderMap::new();
    headers.insert("ce-id", id.to_string());
    headers.insert("ce-type", message);
    headers.insert("ce-source", "epupns/registration");
    headers.insert("ce-time", now);
    headers.insert("ce-aggregateid", about.to_string());
    headers.insert("ce-aggregateversion", "1");
    let subject = format!("{}.{message}.{about}", chassis::events::SUBJECT_PREFIX);
    thief.publish_with_headers(subject, headers, "".into()).await.unwrap().await.unwrap();
    id
}

/// What `parked ...` of a service says.
async fn parked(world: &World, service: &str, verb: &[&str]) -> Result<String, String> {
    let args = [&["parked", verb[0], "--service", service], &verb[1..]].concat();
    world.stack.operator().run(&args).await.map_err(|error| format!("{error:#}"))
}

/// The operator gets rid of what nobody has written, and of nothing else.
async fn discard(world: &World, service: &str, invented: Uuid, spoilt: &[(Uuid, Vec<u8>)]) {
    until(&format!("{service} keeps the invented event apart"), || async {
        let listed = parked(world, service, &["list"]).await.unwrap();
        listed.contains(&invented.to_string()).then_some(())
    })
    .await;
    let told = parked(world, service, &["discard"]).await.unwrap();
    assert!(told.contains("--expect 1"), "{told}");
    let refused = parked(world, service, &["discard", "--expect", "2"]).await.unwrap_err();
    assert!(refused.contains("2 were expected and there are 1; nothing is changed"), "{refused}");
    let done = parked(world, service, &["discard", "--expect", "1"]).await.unwrap();
    assert!(done.contains("1 events discarded"), "{done}");
    let listed = parked(world, service, &["list"]).await.unwrap();
    assert!(!listed.contains(&invented.to_string()), "{listed}");
    assert!(listed.contains("1 events of registration set aside: NOT_WRITTEN"), "{listed}");
    assert!(spoilt.iter().all(|(id, _)| listed.contains(&id.to_string())), "what is true waits: {listed}");
    let done = parked(world, service, &["discard", "--expect", "1"]).await.unwrap();
    assert!(done.contains("0 events discarded"), "twice is as good as once: {done}");
}

/// Where a service keeps what it could not apply: by its body alone it is nobody's event, with it it is parked.
const PLACES: [&str; 2] = ["set_aside_events", "parked_events"];

#[tokio::test(flavor = "multi_thread")]
async fn a_poisoned_event_is_kept_apart_others_flow_and_replay_repairs_it() {
    let mut world = World::start().await;
    let ledger = Ledger::default();
    let [unreadable, empty, well] = [0, 1, 2].map(|number| Citizen::new(world.door(), world.employees[number].clone()));

    // What a faulty program would have written.
    sqlx::raw_sql(SPOIL).execute(&world.superuser).await.unwrap();
    for ill in [&unreadable, &empty] {
        let token = ill.look_up().await.expect(200).text("lookup_token");
        ill.register_patiently(&token, &ledger).await;
    }
    sqlx::raw_sql("drop trigger spoil on registration.outbox").execute(&world.superuser).await.unwrap();
    let spoilt: Vec<(uuid::Uuid, Vec<u8>)> =
        sqlx::query_as("select event_id, payload from public.spoilt order by position")
            .fetch_all(&world.superuser)
            .await
            .unwrap();
    assert_eq!(spoilt.len(), PLACES.len());

    let invented = invent(&world).await;

    let token = well.look_up().await.expect(200).text("lookup_token");
    well.register_patiently(&token, &ledger).await;
    let seen = &world;
    eventually("another registration's event is applied meanwhile", || async {
        account(seen, &well).await == "awaiting_confirmation"
    })
    .await;
    for service in LISTENERS {
        until(&format!("{service} keeps the spoilt events apart, and an operator sees them"), || async {
            let listed = seen.stack.operator().run(&["parked", "list", "--service", service]).await.unwrap();
            spoilt.iter().all(|(id, _)| listed.contains(&id.to_string())).then_some(())
        })
        .await;
    }
    for ill in [&unreadable, &empty] {
        assert_eq!(account(&world, ill).await, "prepared", "nothing of it took effect");
    }

    for service in LISTENERS {
        discard(&world, service, invented, &spoilt).await;
    }

    for ((event_id, sound), place) in spoilt.iter().zip(PLACES) {
        for service in LISTENERS {
            let id = event_id.to_string();
            let replay = ["parked", "replay", "--service", service, &id];
            assert!(world.stack.operator().run(&replay).await.is_err(), "the cause is still there");
            let mend = format!("update {service}.{place} set payload = $1 where event_id = $2");
            let mended = sqlx::query(AssertSqlSafe(mend)).bind(sound).bind(event_id).execute(&world.superuser).await;
            assert_eq!(mended.unwrap().rows_affected(), 1, "{service} has it in {place}");
            world.stack.operator().run(&replay).await.unwrap_or_else(|error| panic!("{error:#}"));
        }
    }
    for ill in [&unreadable, &empty] {
        assert_eq!(account(&world, ill).await, "awaiting_confirmation");
    }
    check(&mut world, &ledger).await;
    world.stop().await;
}
