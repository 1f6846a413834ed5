use altcha::Challenge;
use proto::identity::v1::{ChallengeKind, ChallengePurpose, IssueChallengeRequest, IssueChallengeResponse};
use tonic::{Response, Status};

use super::harness::{World, broken_fields};

pub(crate) async fn issue(world: &World, purpose: ChallengePurpose) -> Result<IssueChallengeResponse, Status> {
    let request = IssueChallengeRequest { purpose: purpose.into(), kind: 0 };
    world.client.clone().issue_challenge(request).await.map(Response::into_inner)
}

#[tokio::test]
async fn a_challenge_carries_its_purpose_and_its_end_under_a_signature() {
    let world = World::new("issue_challenge").await;
    for (purpose, name) in [
        (ChallengePurpose::Registration, "registration"),
        (ChallengePurpose::Status, "status"),
        (ChallengePurpose::Recovery, "recovery"),
        (ChallengePurpose::Helpdesk, "helpdesk"),
    ] {
        let issued = issue(&world, purpose).await.unwrap();
        let challenge: Challenge = serde_json::from_str(&issued.challenge_json).unwrap();
        assert!(challenge.signature.is_some());
        let parameters = challenge.parameters;
        assert_eq!((parameters.algorithm.as_str(), parameters.cost), ("PBKDF2/SHA-256", world.app.challenge_cost));
        assert_eq!(parameters.data.unwrap()["purpose"].as_str(), Some(name));
        let ends = world.app.clock.now().unix_timestamp() + 600;
        // A second may pass between the two looks at the clock.
        assert!((ends - 1..=ends).contains(&issued.expires_at.unwrap().seconds));
        assert_eq!(parameters.expires_at, issued.expires_at.map(|at| at.seconds));
    }
}

#[tokio::test]
async fn no_two_challenges_are_alike() {
    let world = World::new("issue_challenge_fresh").await;
    let (one, other) = (
        issue(&world, ChallengePurpose::Status).await.unwrap(),
        issue(&world, ChallengePurpose::Status).await.unwrap(),
    );
    let nonce = |json: &str| serde_json::from_str::<Challenge>(json).unwrap().parameters.nonce;
    assert_ne!(nonce(&one.challenge_json), nonce(&other.challenge_json));
}

#[tokio::test]
async fn a_purpose_outside_of_the_contract_is_a_broken_field() {
    let world = World::new("issue_challenge_purpose").await;
    for purpose in [0, 99, -1] {
        let refused = world.client.clone().issue_challenge(IssueChallengeRequest { purpose, kind: 0 }).await;
        assert_eq!(broken_fields(refused), [("purpose".into(), "PURPOSE_UNKNOWN".into())]);
    }
}

#[tokio::test]
async fn a_browser_without_scripts_gets_a_picture() {
    let world = World::new("issue_challenge_image").await;
    let request = IssueChallengeRequest { purpose: ChallengePurpose::Status.into(), kind: ChallengeKind::Image.into() };
    let issued = world.client.clone().issue_challenge(request).await.unwrap().into_inner();
    assert!(issued.image_png.starts_with(b"\x89PNG") && issued.challenge_json.is_empty());
    let refused = world.client.clone().issue_challenge(IssueChallengeRequest { purpose: 1, kind: 9 }).await;
    assert_eq!(broken_fields(refused), [("kind".into(), "CHALLENGE_KIND_UNKNOWN".into())]);
}
