//! Programs and servers killed at random moments while dossiers travel through three stages.

use std::time::Duration;

use futures::future::join_all;
use integration_tests::{Answer, Door, Ledger, Officer, Owner, check, check_rebuild};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{killings::kill_and_restart, rounds, seed, world_for_dossiers};

const DOSSIERS: usize = 6;
const VERIFIERS: [&str; 3] = ["malang.verifikator1", "malang.verifikator2", "kanreg02.verifikator3"];
const VICTIMS: [&str; 6] = ["registration", "verification", "reporting", "gateway", "nats", "postgres"];
/// For a command whose outcome nobody knew: some 60 s.
const TRIES: usize = 600;

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_decided_once_whatever_is_killed_on_its_way() {
    let mut random = StdRng::seed_from_u64(seed());
    let mut world = world_for_dossiers().await;
    let mut people = world.employees_below("3573-03").into_iter();
    for _ in 0..rounds() {
        let mut owners = Vec::new();
        for employee in people.by_ref().take(DOSSIERS) {
            let owner = Owner::of(&world, employee, VERIFIERS[0]).await;
            owner.fill_in(&[("nama", "Nur Aisyah"), ("tempat_lahir", "Sampit")]).await;
            owners.push(owner);
        }
        assert_eq!(owners.len(), DOSSIERS, "enough people for the rounds");
        let officers = join_all(VERIFIERS.map(|username| world.officer(username))).await;
        let travelling: Vec<_> =
            owners.into_iter().map(|owner| tokio::spawn(travel(owner, officers.clone()))).collect();
        for victim in VICTIMS {
            tokio::time::sleep(Duration::from_millis(random.random_range(20..400))).await;
            kill_and_restart(&mut world, victim).await;
        }
        for traveller in travelling {
            traveller.await.unwrap();
        }
        check(&mut world, &Ledger::default()).await;
    }
    check_rebuild(&world).await;
    world.stop().await;
}

/// Submitted, approved three times, final: every command under its key until there is a definite answer.
async fn travel(owner: Owner, officers: Vec<Officer>) {
    let submission = json!({ "declaration_version": 1, "agreed": true });
    let submitted = patiently(&owner.door, Method::POST, "/v1/me/dossier/submission", &submission).await.expect(201);
    assert_eq!(submitted.json()["submission"], 1);
    for officer in officers {
        let dossier = waiting(&officer, &owner.number).await;
        let path = format!("/v1/worklist/{dossier}");
        let _ = patiently(&officer.door, Method::PUT, &format!("{path}/claim"), &json!({})).await.expect(200);
        let all = json!({ "submission": 1, "rest_ok": true });
        let _ = patiently(&officer.door, Method::POST, &format!("{path}/completion"), &all).await.expect(200);
    }
    for _ in 0..TRIES {
        let seen = patiently(&owner.door, Method::GET, "/v1/me/dossier", &Value::Null).await.expect(200);
        if seen.text("state") == "final" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{} was decided and never applied", owner.number);
}

async fn waiting(officer: &Officer, number: &str) -> String {
    for _ in 0..TRIES {
        let search = json!({ "query": number });
        let found = patiently(&officer.door, Method::POST, "/v1/worklist/searches", &search).await.expect(200);
        let dossier = found.text("entries/0/dossier_id");
        if !dossier.is_empty() {
            return dossier;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{number} never came to the worklist");
}

/// Sends one command, under one key, until somebody says what became of it.
async fn patiently(door: &Door, method: Method, path: &str, body: &Value) -> Answer {
    let key = Uuid::new_v4().to_string();
    for _ in 0..TRIES {
        if let Ok(answer) = door.try_send(method.clone(), path, body, Some(&key)).await
            && !matches!(answer.status.as_u16(), 429 | 500..=599)
        {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no definite answer from {method} {path}");
}
