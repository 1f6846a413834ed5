use crate::store::account_secrets::column;
use chassis::vault::load_data_key;
use proto::identity::v1::PrepareAccountRequest;

use super::harness::{World, broken_fields, person, reason};

#[tokio::test]
async fn secrets_are_kept_hashed_and_encrypted() {
    let world = World::new("prepare_kept").await;
    let siti = person(1);
    world.prepare(siti.clone()).await.unwrap();
    let dump: String = {
        let mut connection = world.app.db.read().await.unwrap();
        let all = "select (select jsonb_agg(to_jsonb(a)) from identity.accounts a)::text
                       || (select jsonb_agg(to_jsonb(s)) from identity.account_secrets s)::text";
        sqlx::query_scalar(all).fetch_one(&mut *connection).await.unwrap()
    };
    for secret in
        [&siti.password, &siti.mother_name, &siti.security_question, &siti.security_answer, &siti.email, &siti.nip]
    {
        let hex = data_encoding::HEXLOWER.encode(secret.as_bytes());
        assert!(!dump.contains(secret.as_str()) && !dump.contains(&hex));
    }
    let id = siti.registration_id.parse().unwrap();
    let mut connection = world.app.db.read().await.unwrap();
    let key = load_data_key(&mut connection, "identity", &world.app.master, id).await.unwrap().unwrap();
    let sealed: Vec<u8> = sqlx::query_scalar("select mother_name from identity.account_secrets")
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    assert_eq!(key.decrypt(column::MOTHER_NAME, &sealed).unwrap().as_str(), "Ratna Dewi");
}

#[tokio::test]
async fn the_same_secrets_again_are_success_and_others_are_not() {
    let world = World::new("prepare_twice").await;
    world.prepare(person(1)).await.unwrap();
    world.prepare(person(1)).await.unwrap();
    let answer_typed_otherwise = PrepareAccountRequest { security_answer: " RHOMA  irama".into(), ..person(1) };
    world.prepare(answer_typed_otherwise).await.unwrap();
    for other in [
        PrepareAccountRequest { password: "gajah naik sepeda 8".into(), ..person(1) },
        PrepareAccountRequest { security_answer: "Elvy Sukaesih".into(), ..person(1) },
        PrepareAccountRequest { mother_name: "Ratna Sari".into(), ..person(1) },
        PrepareAccountRequest { security_question: "Dimanakah tempat lahir saya?".into(), ..person(1) },
        PrepareAccountRequest { email: String::new(), ..person(1) },
    ] {
        assert_eq!(reason(world.prepare(other).await), "SECRETS_DIFFER");
    }
    assert_eq!(world.count("select count(*) from identity.accounts").await, 1);
}

#[tokio::test]
async fn many_at_once_with_one_registration_keep_one_account() {
    let world = World::new("prepare_race").await;
    let all = (0..16).map(|_| world.prepare(person(1)));
    assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
    assert_eq!(world.count("select count(*) from identity.account_secrets").await, 1);
}

#[tokio::test]
async fn every_broken_field_is_named_at_once_and_nothing_is_kept() {
    let world = World::new("prepare_broken").await;
    let bad = PrepareAccountRequest {
        password: "Aminah26121986".into(),
        email: "a@b.co\r\nBcc: semua@bkn.go.id".into(),
        mother_name: String::new(),
        security_question: "x".repeat(121),
        security_answer: "\u{200b}".into(),
        ..person(1)
    };
    let named = broken_fields(world.prepare(bad).await);
    for (field, rule) in [
        ("password", "PASSWORD_PERSONAL"),
        ("email", "EMAIL_INVALID"),
        ("mother_name", "TEXT_EMPTY"),
        ("security_question", "TEXT_TOO_LONG"),
        ("security_answer", "TEXT_INVISIBLE"),
    ] {
        assert!(named.contains(&(field.to_owned(), rule.to_owned())), "{field} {rule}: {named:?}");
    }
    assert_eq!(world.count("select count(*) from identity.accounts").await, 0);
    assert_eq!(world.count("select count(*) from identity.data_keys").await, 0);
}

#[tokio::test]
async fn twenty_share_an_office_address_and_no_more_however_it_is_typed() {
    let world = World::new("prepare_shared_email").await;
    let at = |n: u64, email: &str| PrepareAccountRequest { email: email.into(), ..person(n) };
    let all = (0..24).map(|n| world.prepare(at(n, if n % 2 == 0 { "Kantor@BKD.go.id" } else { "kantor@bkd.go.id" })));
    let results = futures::future::join_all(all).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 20);
    let refused = results.into_iter().find_map(Result::err).unwrap();
    assert_eq!(broken_fields(&refused), [("email".to_owned(), "EMAIL_SHARED_BY_TOO_MANY".to_owned())]);
    world.prepare(at(30, "")).await.unwrap();
    world.prepare(at(31, "lain@bkd.go.id")).await.unwrap();
}
