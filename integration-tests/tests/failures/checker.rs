//! The checker itself: it finds each thing that it says it looks for, or no run proves anything.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use integration_tests::{Citizen, Ledger, World, check};
use sqlx::AssertSqlSafe;

/// What is put into the tables, what the checker says of it, and how it is taken away again.
struct Sabotage<'a> {
    done: String,
    said: &'a str,
    undone: &'a str,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_checker_finds_what_a_refused_command_left_and_who_is_shown_otherwise() {
    let mut world = World::start().await;
    let ledger = Ledger::default();
    let [registered, refused] = [0, 0].map(|same| Citizen::new(world.door(), world.employees[same].clone()));
    let other = Citizen::new(world.door(), world.employees[1].clone());
    let late = refused.look_up().await.expect(200).text("lookup_token");
    for citizen in [&registered, &other] {
        let token = citizen.look_up().await.expect(200).text("lookup_token");
        citizen.register_patiently(&token, &ledger).await;
    }
    let answer = refused.door.post_once("/v1/registrations", &refused.form(&late), &refused.key).await.expect(409);
    let (key, trace) = (&refused.key, answer.text("trace_id"));
    assert!(!trace.is_empty(), "a refusal says in which trace it came about");
    let number: String =
        sqlx::query_scalar("select registration_number from registration.registrations where nip = $1")
            .bind(&other.employee.nip)
            .fetch_one(&world.superuser)
            .await
            .unwrap();
    check(&mut world, &ledger).await;

    let told = format!(
        "insert into registration.outbox (day, event_id, message_name, payload, trace_parent, occurred_at, published_at)
         values (current_date, gen_random_uuid(), 'epupns.registration.v1.RegistrationSubmitted', '',
                 '00-{trace}-0000000000000001-00', now(), now())"
    );
    let audited = format!(
        "insert into registration.audit_entries (entry_id, occurred_at, actor, action, details)
         values ('00000000-0000-0000-0000-00000000a0d1', now(), 'public', 'try', '{{\"request\": \"{key}\"}}')"
    );
    for Sabotage { done, said, undone } in [
        Sabotage {
            done: format!(
                "update registration.registrations set request_id = '{key}' where registration_number = '{number}'"
            ),
            said: "has a row of POST /v1/registrations",
            undone: "update registration.registrations set request_id = gen_random_uuid()",
        },
        Sabotage {
            done: told,
            said: "registration has told",
            undone: "delete from registration.outbox where payload = ''",
        },
        Sabotage {
            done: audited,
            said: "the audit trail of registration tells of POST /v1/registrations",
            undone: "update registration.audit_entries set details = '{}' where action = 'try'",
        },
        Sabotage {
            done: "update registration.audit_entries set action = 'register', subject_id = entry_id,
                   details = '{\"agency\": \"A5001\"}' where action = 'try'"
                .to_owned(),
            said: "the audit trail tells of a registration that is not there",
            undone: "delete from registration.audit_unsealed where entry_id = '00000000-0000-0000-0000-00000000a0d1';
                     delete from registration.audit_seals where entry_id = '00000000-0000-0000-0000-00000000a0d1';
                     delete from registration.audit_entries where entry_id = '00000000-0000-0000-0000-00000000a0d1'",
        },
        Sabotage {
            done: format!(
                "update reporting.view_registrations set unit_code = 'X' where registration_number = '{number}'"
            ),
            said: "reporting shows every registration as it is kept",
            undone: "update reporting.view_registrations v set unit_code = e.unit_code from registration.employees e
                     where e.employee_id = v.employee_id",
        },
    ] {
        sqlx::raw_sql(AssertSqlSafe(done.clone())).execute(&world.superuser).await.unwrap();
        let found = AssertUnwindSafe(check(&mut world, &ledger)).catch_unwind().await;
        let found = found.expect_err(&done);
        let found = found.downcast_ref::<String>().cloned().unwrap_or_default();
        assert!(found.contains(said), "{done}: {found}");
        sqlx::raw_sql(AssertSqlSafe(undone)).execute(&world.superuser).await.unwrap();
    }
    check(&mut world, &ledger).await;
    world.stop().await;
}
