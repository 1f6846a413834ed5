use chassis::passport::ACCESS_AUDIENCE;
use kernel::{Jurisdiction, Role};
use proto::identity::v1::{CreateApiClientResponse, IssueClientTokenRequest, IssueClientTokenResponse};
use tonic::{Code, Status};
use uuid::Uuid;

use super::{
    create_api_client::create,
    end_session::end,
    harness::{DEVICE, World, reason},
    issue_passport::passport,
    list_revoked_sessions::revoked,
};

const ROWS: &str = "select count(*) from identity.sessions";

async fn with_a_client(test: &str) -> (World, CreateApiClientResponse) {
    let world = World::new(test).await;
    let client = create(&world, "3273", "SIMPEG").await.unwrap();
    (world, client)
}

async fn issue_to(world: &World, device: &str, id: &str, secret: &str) -> Result<IssueClientTokenResponse, Status> {
    let request = IssueClientTokenRequest {
        client_id: id.into(),
        client_secret: secret.into(),
        client_key: device.into(),
        address_key: device.into(),
    };
    world.client.clone().issue_client_token(request).await.map(tonic::Response::into_inner)
}

/// The session of a new token.
async fn session_of(world: &World, client: &CreateApiClientResponse) -> String {
    let answer = issue_to(world, DEVICE, &client.client_id, &client.client_secret).await.unwrap();
    let now = world.app.clock.now();
    world.app.keys.verify(&answer.access_token, ACCESS_AUDIENCE, now).unwrap().sid
}

#[tokio::test]
async fn a_program_gets_a_token_of_its_agency_for_five_minutes_and_passports_with_it() {
    let (world, client) = with_a_client("client_token").await;
    let answer = issue_to(&world, DEVICE, &client.client_id, &client.client_secret).await.unwrap();
    let now = world.app.clock.now();
    let claims = world.app.keys.verify(&answer.access_token, ACCESS_AUDIENCE, now).unwrap();
    assert_eq!((claims.exp - claims.iat, claims.exp), (300, answer.expires_at.unwrap().seconds));
    let whoami = world.app.keys.verify(&passport(&world, &claims.sid, "reporting").await.unwrap(), "reporting", now);
    let program = whoami.unwrap().person().unwrap();
    assert_eq!(program.account_id.to_string(), client.client_id);
    assert_eq!((program.role, program.jurisdiction.to_string()), (Role::AgencySystem, "agency:3273".to_owned()));
    assert!(matches!(program.jurisdiction, Jurisdiction::Agency(_)));
    let refreshable = "select count(*) from identity.sessions where refresh_seed is not null";
    assert_eq!(world.count(refreshable).await, 0, "it shows its secret again");
    world.turn(3600);
    assert_eq!(reason(passport(&world, &claims.sid, "reporting").await), "SESSION_ENDED");
}

#[tokio::test]
async fn unknown_wrong_and_disabled_are_alike_in_every_byte() {
    let (world, client) = with_a_client("client_token_alike").await;
    let disabled = create(&world, "3273", "SIMPEG lama").await.unwrap();
    disable(&world, &disabled).await;
    let secret = &client.client_secret;
    let mut answers = Vec::new();
    for (id, secret) in [
        (client.client_id.as_str(), disabled.client_secret.as_str()),
        (&client.client_id, ""),
        (&client.client_id, &format!("{secret} ")),
        (&Uuid::from_u128(7).to_string(), secret),
        (&disabled.client_id, &disabled.client_secret),
        ("bukan nomor!", secret),
        ("", secret),
    ] {
        let status = issue_to(&world, DEVICE, id, secret).await.map(|_| ()).unwrap_err();
        answers.push((status.code(), status.message().to_owned(), status.details().to_vec()));
    }
    assert_eq!(answers[0].0, Code::Unauthenticated);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(reason(issue_to(&world, DEVICE, &client.client_id, "x").await), "CLIENT_REFUSED");
    assert_eq!(world.count(ROWS).await, 0);
}

async fn disable(world: &World, client: &CreateApiClientResponse) {
    let sql = format!("update identity.accounts set state = 'disabled' where account_id = '{}'", client.client_id);
    world.execute(&sql).await;
}

#[tokio::test]
async fn a_disabled_program_is_out_within_its_session() {
    let (world, client) = with_a_client("client_token_disabled").await;
    let session = session_of(&world, &client).await;
    assert!(passport(&world, &session, "reporting").await.is_ok());
    disable(&world, &client).await;
    assert_eq!(reason(passport(&world, &session, "reporting").await), "SESSION_ENDED");
}

#[tokio::test]
async fn an_ended_session_is_revoked_and_the_next_token_belongs_to_another() {
    let (world, client) = with_a_client("client_token_revoked").await;
    let first = session_of(&world, &client).await;
    assert_eq!(session_of(&world, &client).await, first, "one session for all its tokens");
    end(&world, &first).await.unwrap();
    assert_eq!(revoked(&world).await, [first.as_str()]);
    assert_eq!(reason(passport(&world, &first, "reporting").await), "SESSION_ENDED");
    let second = session_of(&world, &client).await;
    assert_ne!(second, first);
    assert!(passport(&world, &second, "reporting").await.is_ok());
    assert_eq!(revoked(&world).await, [first], "nobody forgets it while its tokens last");
}

#[tokio::test]
async fn sessions_do_not_pile_up_however_often_a_program_asks() {
    let (world, client) = with_a_client("client_token_rows").await;
    for _ in 0..20 {
        session_of(&world, &client).await;
        world.turn(29 * 60);
    }
    let rows = world.count(ROWS).await;
    assert!(rows <= 2, "{rows} after ten hours");
    for _ in 0..20 {
        let session = session_of(&world, &client).await;
        end(&world, &session).await.unwrap();
        world.turn(6 * 60);
    }
    session_of(&world, &client).await;
    let rows = world.count(ROWS).await;
    assert!(rows <= 2, "{rows} of a program that signs out each time");
}

#[tokio::test]
async fn copies_of_a_program_that_start_at_once_share_a_session() {
    let (world, client) = with_a_client("client_token_race").await;
    let sessions = futures::future::join_all((0..16).map(|_| session_of(&world, &client))).await;
    assert!(sessions.iter().all(|session| *session == sessions[0]));
    assert_eq!(world.count(ROWS).await, 1);
}

#[tokio::test]
async fn nonsense_is_slowed_and_the_program_on_its_machine_is_not() {
    let (world, client) = with_a_client("client_token_throttled").await;
    session_of(&world, &client).await;
    let mut slowed = 0;
    for guess in 0..100 {
        match issue_to(&world, &format!("thief-{guess}"), &client.client_id, "x").await {
            Ok(_) => panic!("nonsense got in"),
            Err(status) if status.code() == Code::ResourceExhausted => {
                slowed += 1;
                assert_eq!(reason::<()>(Err(status)), "TOO_MANY_ATTEMPTS");
            }
            Err(status) => assert_eq!(reason::<()>(Err(status)), "CLIENT_REFUSED"),
        }
    }
    assert!(slowed > 20, "{slowed}");
    session_of(&world, &client).await;
}
