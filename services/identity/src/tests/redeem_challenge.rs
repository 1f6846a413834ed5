use altcha::{Challenge, Payload, SolveChallengeOptions, solve_challenge};
use data_encoding::BASE64;
use proto::identity::v1::{
    ChallengeKind, ChallengePurpose, IssueChallengeRequest, RedeemChallengeRequest, RedeemChallengeResponse,
};
use serde::Deserialize;
use tonic::Status;

use super::{
    harness::{NO_REDIS, World, broken_fields, reason},
    issue_challenge::issue,
};

#[derive(Deserialize)]
struct Receipt {
    jti: String,
    iat: i64,
    exp: i64,
}

async fn solved(world: &World, purpose: ChallengePurpose) -> Payload {
    let challenge: Challenge = serde_json::from_str(&issue(world, purpose).await.unwrap().challenge_json).unwrap();
    let solution = solve_challenge(SolveChallengeOptions::new(&challenge)).unwrap().unwrap();
    Payload { challenge, solution }
}

fn encode(payload: &Payload) -> String {
    BASE64.encode(&serde_json::to_vec(payload).unwrap())
}

async fn redeem(world: &World, solution: &str, purpose: ChallengePurpose) -> Result<RedeemChallengeResponse, Status> {
    let request = RedeemChallengeRequest {
        solution: solution.into(),
        purpose: purpose.into(),
        ..RedeemChallengeRequest::default()
    };
    world.client.clone().redeem_challenge(request).await.map(tonic::Response::into_inner)
}

#[tokio::test]
async fn a_solved_challenge_gives_one_receipt_for_its_purpose() {
    let world = World::new("challenge_redeemed").await;
    let solution = encode(&solved(&world, ChallengePurpose::Registration).await);
    let receipt = redeem(&world, &solution, ChallengePurpose::Registration).await.unwrap().receipt;
    let now = world.app.clock.now();
    let claims: Receipt = world.app.keys.verify_as(&receipt, "challenge:registration", now).unwrap();
    assert_eq!(claims.exp - claims.iat, 600);
    assert!(!claims.jti.is_empty());
    assert!(world.app.keys.verify_as::<Receipt>(&receipt, "challenge:status", now).is_err());
    assert!(
        world.app.keys.verify(&receipt, chassis::passport::ACCESS_AUDIENCE, now).is_err(),
        "a receipt signs nobody in"
    );
    assert_eq!(reason(redeem(&world, &solution, ChallengePurpose::Registration).await), "CHALLENGE_REUSED");
}

#[tokio::test]
async fn a_challenge_of_another_purpose_is_refused_and_not_burnt() {
    let world = World::new("challenge_purpose").await;
    let solution = encode(&solved(&world, ChallengePurpose::Status).await);
    assert_eq!(reason(redeem(&world, &solution, ChallengePurpose::Recovery).await), "CHALLENGE_PURPOSE");
    assert_eq!(reason(redeem(&world, &solution, ChallengePurpose::Status).await), "OK");
}

#[tokio::test]
async fn a_challenge_ends_after_ten_minutes() {
    let world = World::new("challenge_expired").await;
    let solution = encode(&solved(&world, ChallengePurpose::Status).await);
    world.turn(601);
    assert_eq!(reason(redeem(&world, &solution, ChallengePurpose::Status).await), "CHALLENGE_EXPIRED");
}

#[tokio::test]
async fn what_is_not_solved_or_not_ours_is_invalid() {
    let world = World::new("challenge_invalid").await;
    let payload = solved(&world, ChallengePurpose::Status).await;
    let changed = |change: &dyn Fn(&mut Payload)| {
        let mut payload = payload.clone();
        change(&mut payload);
        encode(&payload)
    };
    for solution in [
        String::new(),
        "not base64!".to_owned(),
        BASE64.encode(b"{}"),
        "A".repeat(100_000),
        changed(&|payload| payload.solution.derived_key = "00".repeat(32)),
        changed(&|payload| payload.solution.derived_key = "zz".to_owned()),
        changed(&|payload| payload.challenge.signature = None),
        changed(&|payload| payload.challenge.signature = Some("ab".repeat(32))),
        changed(&|payload| payload.challenge.parameters.cost = 2),
        changed(&|payload| payload.challenge.parameters.expires_at = Some(i64::MAX)),
        changed(&|payload| payload.challenge.parameters.key_prefix = String::new()),
        changed(&|payload| {
            payload.challenge.parameters.data = Some([("purpose".to_owned(), "recovery".into())].into());
        }),
    ] {
        let answer = redeem(&world, &solution, ChallengePurpose::Status).await;
        assert_eq!(reason(answer), "CHALLENGE_INVALID");
    }
}

#[tokio::test]
async fn many_at_once_get_one_receipt_with_redis_or_without() {
    let servers = stack::ServersFile::from_env().unwrap();
    for (test, url) in [("challenge_race", servers.redis_url.as_str()), ("challenge_race_no_redis", NO_REDIS)] {
        let world = World::with_redis(test, url).await;
        let solution = encode(&solved(&world, ChallengePurpose::Status).await);
        let all = (0..12).map(|_| redeem(&world, &solution, ChallengePurpose::Status));
        let receipts = futures::future::join_all(all).await;
        assert_eq!(receipts.iter().filter(|receipt| receipt.is_ok()).count(), 1, "{test}");
    }
}

#[tokio::test]
async fn a_purpose_outside_of_the_contract_is_a_broken_field() {
    let world = World::new("challenge_redeem_purpose").await;
    let solution = encode(&solved(&world, ChallengePurpose::Status).await);
    let refused = redeem(&world, &solution, ChallengePurpose::Unspecified).await;
    assert_eq!(broken_fields(refused), [("purpose".into(), "PURPOSE_UNKNOWN".into())]);
    assert_eq!(reason(redeem(&world, &solution, ChallengePurpose::Status).await), "OK", "and burns nothing");
}

/// A picture, and what stands in it: sealed under the world's own key.
async fn picture(world: &World, purpose: ChallengePurpose) -> (String, String) {
    let request = IssueChallengeRequest { purpose: purpose.into(), kind: ChallengeKind::Image.into() };
    let issued = world.client.clone().issue_challenge(request).await.unwrap().into_inner();
    let sealed = world.app.master.sealer("image-challenge").open(&issued.image_challenge).unwrap();
    let sealed: serde_json::Value = serde_json::from_slice(&sealed).unwrap();
    (issued.image_challenge, sealed["code"].as_str().unwrap().to_owned())
}

async fn read(world: &World, picture: &str, code: &str, purpose: ChallengePurpose) -> String {
    let request = RedeemChallengeRequest {
        image_challenge: picture.into(),
        image_code: code.into(),
        purpose: purpose.into(),
        ..RedeemChallengeRequest::default()
    };
    reason(world.client.clone().redeem_challenge(request).await)
}

#[tokio::test]
async fn a_code_is_read_in_any_case_and_once() {
    let world = World::new("challenge_image").await;
    let (picture, code) = picture(&world, ChallengePurpose::Status).await;
    let typed = format!(" {} {}", &code[..3].to_lowercase(), &code[3..]);
    assert_eq!(read(&world, &picture, &typed, ChallengePurpose::Recovery).await, "CHALLENGE_PURPOSE");
    assert_eq!(read(&world, &picture, &typed, ChallengePurpose::Status).await, "OK");
    assert_eq!(read(&world, &picture, &typed, ChallengePurpose::Status).await, "CHALLENGE_REUSED");
}

#[tokio::test]
async fn a_wrong_guess_uses_the_picture_up() {
    let world = World::new("challenge_image_guess").await;
    let (picture, code) = picture(&world, ChallengePurpose::Status).await;
    assert_eq!(read(&world, &picture, "000000", ChallengePurpose::Status).await, "CHALLENGE_INVALID");
    assert_eq!(read(&world, &picture, &code, ChallengePurpose::Status).await, "CHALLENGE_REUSED");
    assert_eq!(read(&world, "made up", &code, ChallengePurpose::Status).await, "CHALLENGE_INVALID");
}

#[tokio::test]
async fn a_picture_ends_after_ten_minutes() {
    let world = World::new("challenge_image_expired").await;
    let (picture, code) = picture(&world, ChallengePurpose::Status).await;
    world.turn(601);
    assert_eq!(read(&world, &picture, &code, ChallengePurpose::Status).await, "CHALLENGE_EXPIRED");
}
