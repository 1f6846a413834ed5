use std::time::Instant;

use proto::identity::v1::{Role, sign_in_response::Next};
use tonic::Code;
use tonic_types::StatusExt as _;

use super::harness::{NO_REDIS, PASSWORD, World, number, person, reason};

#[tokio::test]
async fn a_confirmed_employee_signs_in_however_the_number_is_typed() {
    let world = World::new("sign_in_ok").await;
    world.confirmed(&person(1)).await;
    let login = number(1).to_string();
    for typed in [login.clone(), login.to_lowercase(), format!("{}-{}", &login[..4], &login[4..])] {
        let session = world.session(&typed).await;
        let caller = session.caller.unwrap();
        assert!(caller.role() == Role::Employee);
        assert_eq!((caller.person_id, caller.account_id), (person(1).person_id, person(1).registration_id));
        let claims = world
            .app
            .keys
            .verify(&session.access_token, chassis::passport::ACCESS_AUDIENCE, world.app.clock.now())
            .unwrap();
        assert_eq!(claims.sid, session.session_id);
        assert!(claims.exp - claims.iat <= 300);
    }
}

#[tokio::test]
async fn unknown_wrong_and_disabled_are_alike_in_every_byte() {
    let world = World::new("sign_in_alike").await;
    world.confirmed(&person(1)).await;
    world.confirmed(&person(2)).await;
    world.prepare(person(3)).await.unwrap();
    world
        .execute(&format!(
            "update identity.accounts set state = 'disabled' where registration_number = '{}'",
            number(2)
        ))
        .await;
    let mut answers = Vec::new();
    for (login, password) in [
        (number(1).to_string(), "salah sekali 99 x"),
        (number(9).to_string(), PASSWORD),
        (number(2).to_string(), PASSWORD),
        (number(3).to_string(), PASSWORD),
        ("tidak.ada".to_owned(), PASSWORD),
        ("bukan nomor!".to_owned(), PASSWORD),
        (number(1).to_string(), ""),
    ] {
        let status = world.sign_in(&login, password).await.map(|_| ()).unwrap_err();
        answers.push((status.code(), status.message().to_owned(), status.details().to_vec()));
    }
    assert_eq!(answers[0].0, Code::Unauthenticated);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[tokio::test]
async fn only_the_right_password_reveals_that_confirmation_is_awaited() {
    let world = World::new("sign_in_awaiting").await;
    world.submitted(&person(1)).await;
    let login = number(1).to_string();
    assert_eq!(reason(world.sign_in(&login, "salah sekali 99 x").await), "SIGN_IN_REFUSED");
    assert_eq!(reason(world.sign_in(&login, PASSWORD).await), "AWAITING_CONFIRMATION");
    assert_eq!(world.count("select count(*) from identity.sessions").await, 0);
}

#[tokio::test]
async fn guessing_is_slowed_the_owner_with_a_known_device_is_not() {
    let world = World::new("sign_in_throttled").await;
    world.confirmed(&person(1)).await;
    let login = number(1).to_string();
    world.session(&login).await;
    let mut refused = 0;
    for guess in 0..14 {
        match world.sign_in_from(&format!("thief-{guess}"), &login, "salah sekali 99 x").await.map(|_| ()) {
            Ok(()) => panic!("a wrong password got in"),
            Err(status) if status.code() == Code::ResourceExhausted => {
                refused += 1;
                let wait = status.get_details_retry_info().unwrap().retry_delay.unwrap();
                assert!(wait <= std::time::Duration::from_secs(15), "a delay, never a lockout: {wait:?}");
            }
            Err(status) => assert_eq!(chassis::reason::reason_of(&status).unwrap(), "SIGN_IN_REFUSED"),
        }
    }
    assert!(refused >= 3, "{refused}");
    assert_eq!(reason(world.sign_in_from("new device", &login, PASSWORD).await), "TOO_MANY_ATTEMPTS");
    world.session(&login).await;
}

#[tokio::test]
async fn a_thousand_guesses_from_elsewhere_do_not_slow_the_owner_on_a_known_device() {
    let world = World::new("sign_in_stuffed").await;
    world.confirmed(&person(1)).await;
    let login = number(1).to_string();
    world.session(&login).await;
    let mut heard = 0;
    for guess in 0..1000 {
        let answer = reason(world.sign_in_from(&format!("thief-{guess}"), &login, "salah sekali 99 x").await);
        heard += usize::from(answer == "SIGN_IN_REFUSED");
        assert!(["SIGN_IN_REFUSED", "TOO_MANY_ATTEMPTS"].contains(&answer.as_str()), "{answer}");
    }
    assert!(heard < 50, "{heard} were worth a hash");
    assert_eq!(reason(world.sign_in_from("new device", &login, PASSWORD).await), "TOO_MANY_ATTEMPTS");
    world.session(&login).await;
    assert_eq!(reason(world.sign_in(&login, "salah sekali 99 x").await), "SIGN_IN_REFUSED", "a mistake is forgiven");
    world.session(&login).await;
}

#[tokio::test]
async fn a_thousand_invented_devices_at_one_address_are_slowed_as_one_and_a_known_device_behind_it_is_not() {
    let world = World::new("sign_in_invented").await;
    world.confirmed(&person(1)).await;
    let login = number(1).to_string();
    assert!(world.sign_in_at("office", "mine", &login, PASSWORD).await.is_ok());
    let (mut heard, start) = (0, Instant::now());
    for guess in 0..1000 {
        // A new device and another account each time: neither of their budgets is ever used up.
        let login = number(100 + guess).to_string();
        let answer = reason(world.sign_in_at("office", &format!("made-up-{guess}"), &login, "salah sekali 99 x").await);
        heard += u64::from(answer == "SIGN_IN_REFUSED");
        assert!(["SIGN_IN_REFUSED", "TOO_MANY_ATTEMPTS"].contains(&answer.as_str()), "{answer}");
    }
    assert!(heard <= 31 + start.elapsed().as_secs() / 2, "{heard}: 30 at once, then one per 2 s");
    assert_eq!(reason(world.sign_in_at("elsewhere", "new", &login, PASSWORD).await), "OK", "the account has room");
    assert_eq!(reason(world.sign_in_at("office", "mine", &login, PASSWORD).await), "OK", "at once");
}

#[tokio::test]
async fn an_office_of_new_devices_at_one_address_gets_in_at_once() {
    let world = World::new("sign_in_office").await;
    for n in 0..16 {
        world.confirmed(&person(n)).await;
    }
    for day in 0..3 {
        let all = (0..16).map(|n| {
            let (world, login) = (&world, number(n).to_string());
            async move { reason(world.sign_in_at("office", &format!("desk {n}, {day}"), &login, PASSWORD).await) }
        });
        assert_eq!(futures::future::join_all(all).await, ["OK"; 16], "what got in is given back");
    }
}

#[tokio::test]
async fn an_unknown_login_is_throttled_like_a_known_one() {
    let world = World::new("sign_in_throttled_unknown").await;
    let login = number(77).to_string();
    let mut answers = Vec::new();
    for guess in 0..11 {
        answers.push(reason(world.sign_in_from(&format!("d{guess}"), &login, PASSWORD).await));
    }
    assert_eq!(answers.iter().filter(|answer| *answer == "SIGN_IN_REFUSED").count(), 10);
    assert_eq!(answers.last().unwrap(), "TOO_MANY_ATTEMPTS");
}

#[tokio::test]
async fn without_redis_people_sign_in_and_guessing_is_slowed_to_a_third() {
    let world = World::with_redis("sign_in_no_redis", NO_REDIS).await;
    world.confirmed(&person(1)).await;
    let login = number(1).to_string();
    world.session(&login).await;
    let mut heard = 0;
    for guess in 0..6 {
        let answer = reason(world.sign_in_from(&format!("d{guess}"), &login, "salah sekali 99 x").await);
        heard += usize::from(answer == "SIGN_IN_REFUSED");
    }
    assert_eq!(heard, 2, "a burst of 10 / 3, of which the owner took one");
    world.turn(60);
    assert!(matches!(world.sign_in(&login, PASSWORD).await.unwrap(), Next::Session(_)));
}

#[tokio::test]
async fn a_hash_of_the_past_is_made_anew_at_sign_in() {
    let world = World::new("sign_in_rehash").await;
    world.confirmed(&person(1)).await;
    let kept = "select count(*) from identity.account_secrets where password_hash like '%m=19456,t=2,p=1%'";
    assert_eq!(world.count(kept).await, 1);
    let mut rotated = world.app.clone();
    let (old, new) = (crate::hashing::Pepper::new([1; 32]), crate::hashing::Pepper::new([2; 32]));
    let peppers = crate::hashing::Peppers { current: new, previous: Some(old) };
    let settings = crate::hashing::PoolSettings { threads: 1, queue: 8 };
    rotated.hashes = crate::hashing::HashPool::start(settings, &peppers).unwrap();
    let before: String = hash(&world).await;
    let command = || crate::app::sign_in::SignIn {
        login: number(1).to_string(),
        password: PASSWORD.into(),
        client_key: "d".into(),
        address_key: "a".into(),
    };
    assert!(rotated.sign_in(command()).await.is_ok());
    let after = hash(&world).await;
    assert_ne!(before, after);
    assert!(rotated.sign_in(command()).await.is_ok());
    assert_eq!(hash(&world).await, after, "once is enough");
}

async fn hash(world: &World) -> String {
    let mut connection = world.app.db.read().await.unwrap();
    sqlx::query_scalar("select password_hash from identity.account_secrets").fetch_one(&mut *connection).await.unwrap()
}
