use data_encoding::BASE32_NOPAD;
use proto::identity::v1::{CompleteSignInRequest, Role, Session, sign_in_response::Next};
use tonic::Status;
use totp_rs::{Algorithm, Builder, Secret};

use super::{
    enrol_officer::{enrol, officer},
    harness::{DEVICE, PASSWORD, World, reason},
};

/// An enrolled officer's authenticator app.
struct Authenticator([u8; 20]);

impl Authenticator {
    fn scan(uri: &str) -> Self {
        let secret = uri.split("secret=").nth(1).unwrap().split('&').next().unwrap();
        Self(BASE32_NOPAD.decode(secret.as_bytes()).unwrap().try_into().unwrap())
    }

    fn code(&self, world: &World) -> String {
        let now = u64::try_from(world.app.clock.now().unix_timestamp()).unwrap();
        let secret = Secret::new_stack(self.0);
        let totp = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_step_duration(30);
        totp.with_secret(secret).build_noncompliant().generate(now).to_string()
    }
}

async fn enrolled(test: &str) -> (World, Authenticator) {
    let world = World::new(test).await;
    let uri = enrol(&world, officer("bambang")).await.unwrap().totp_uri;
    (world, Authenticator::scan(&uri))
}

async fn ticket(world: &World) -> String {
    ticket_on(world, DEVICE).await
}

async fn ticket_on(world: &World, device: &str) -> String {
    match world.sign_in_from(device, "Bambang", PASSWORD).await.unwrap() {
        Next::TotpTicket(ticket) => ticket.ticket,
        Next::Session(_) => panic!("an officer got in without the second factor"),
    }
}

async fn complete(world: &World, ticket: &str, code: &str) -> Result<Session, Status> {
    let request = CompleteSignInRequest { ticket: ticket.into(), code: code.into() };
    world.client.clone().complete_sign_in(request).await.map(|answer| answer.into_inner().session.unwrap())
}

#[tokio::test]
async fn an_officer_gets_in_with_both_factors() {
    let (world, app) = enrolled("totp_ok").await;
    let session = complete(&world, &ticket(&world).await, &app.code(&world)).await.unwrap();
    let caller = session.caller.unwrap();
    assert!(caller.role() == Role::Verifier1);
    let claims = world
        .app
        .keys
        .verify(&session.access_token, chassis::passport::ACCESS_AUDIENCE, world.app.clock.now())
        .unwrap();
    assert_eq!(claims.jurisdiction, "unit:UNOR-1");
}

#[tokio::test]
async fn a_code_is_accepted_once_also_when_many_come_at_once() {
    let (world, app) = enrolled("totp_once").await;
    let (first, code) = (ticket(&world).await, app.code(&world));
    let all = futures::future::join_all((0..4).map(|_| complete(&world, &first, &code))).await;
    assert_eq!(all.iter().filter(|result| result.is_ok()).count(), 1);
    assert_eq!(reason(complete(&world, &ticket(&world).await, &code).await), "TOTP_INVALID");
    world.turn(31);
    assert_eq!(reason(complete(&world, &ticket(&world).await, &app.code(&world)).await), "OK");
}

#[tokio::test]
async fn whoever_guesses_codes_elsewhere_does_not_slow_the_officer_on_a_device_that_got_in() {
    let (world, app) = enrolled("totp_known_device").await;
    complete(&world, &ticket(&world).await, &app.code(&world)).await.unwrap();
    let mut slowed = 0;
    for guess in 0..5 {
        // The thief has the password, and takes another device each time.
        let stolen = ticket_on(&world, &format!("thief-{guess}")).await;
        for _ in 0..2 {
            slowed += usize::from(reason(complete(&world, &stolen, "").await) == "TOO_MANY_ATTEMPTS");
        }
    }
    assert!(slowed >= 4, "{slowed}");
    world.turn(31);
    assert_eq!(reason(complete(&world, &ticket(&world).await, &app.code(&world)).await), "OK");
}

#[tokio::test]
async fn guesses_at_many_officers_from_one_address_are_slowed_as_one() {
    let world = World::new("totp_address").await;
    let mut heard = 0;
    for n in 0..5 {
        let name = format!("petugas{n}");
        enrol(&world, officer(&name)).await.unwrap();
        let Next::TotpTicket(ticket) = world.sign_in_at("thief", &name, &name, PASSWORD).await.unwrap() else {
            panic!("an officer got in without the second factor")
        };
        for _ in 0..5 {
            heard += usize::from(reason(complete(&world, &ticket.ticket, "").await) == "TOTP_INVALID");
        }
    }
    assert!((20..25).contains(&heard), "{heard}: 5 of each would be 25, 20 of the address and one per 3 s");
}

#[tokio::test]
async fn a_wrong_code_is_refused_and_guessing_is_slowed() {
    let (world, app) = enrolled("totp_guess").await;
    let ticket = ticket(&world).await;
    let right = app.code(&world);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for code in [wrong, "", "12345", "abcdef", wrong] {
        assert_eq!(reason(complete(&world, &ticket, code).await), "TOTP_INVALID");
    }
    assert_eq!(reason(complete(&world, &ticket, wrong).await), "TOO_MANY_ATTEMPTS");
}

#[tokio::test]
async fn a_ticket_lasts_five_minutes_and_is_ours() {
    let (world, app) = enrolled("totp_ticket").await;
    let old = ticket(&world).await;
    world.turn(300);
    assert_eq!(reason(complete(&world, &old, &app.code(&world)).await), "TOTP_TICKET_EXPIRED");
    for nonsense in ["", "x", &"A".repeat(80)] {
        assert_eq!(reason(complete(&world, nonsense, &app.code(&world)).await), "TOTP_TICKET_EXPIRED");
    }
    let fresh = ticket(&world).await;
    world.execute("update identity.accounts set state = 'disabled'").await;
    assert_eq!(reason(complete(&world, &fresh, &app.code(&world)).await), "TOTP_TICKET_EXPIRED");
}
