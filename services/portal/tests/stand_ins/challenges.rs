//! Challenges that are passed by saying so.

use std::{collections::BTreeSet, sync::Mutex};

use chassis::{
    ambient::{Clock, new_id},
    passport::ISSUER,
    reason::Refusal,
};
use proto::identity::v1 as id;
use tonic::{Code, Response};
use worlds::KEY;

use super::{Answer, TODAY, refused};

/// What a form carries when its script has solved the challenge.
pub(crate) const SOLVED: &str = "challenge=solved";

/// Solutions that are good once, as all of identity's are.
static TAKEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

pub(super) fn issue(kind: id::ChallengeKind) -> Answer<id::IssueChallengeResponse> {
    if kind != id::ChallengeKind::Image {
        return Err(Refusal::field("kind", "CHALLENGE_KIND_UNKNOWN", "").into());
    }
    Ok(Response::new(id::IssueChallengeResponse {
        image_png: b"\x89PNG".to_vec(),
        image_challenge: "sealed-picture".to_owned(),
        ..id::IssueChallengeResponse::default()
    }))
}

pub(super) fn redeem(request: &id::RedeemChallengeRequest) -> Answer<id::RedeemChallengeResponse> {
    if request.solution.starts_with("once-") && !TAKEN.lock().unwrap().insert(request.solution.clone()) {
        return refused(Code::InvalidArgument, "CHALLENGE_REUSED");
    }
    let right = request.solution == "solved"
        || request.solution.starts_with("once-")
        || request.image_code.eq_ignore_ascii_case("ABC234");
    if !right {
        return refused(Code::InvalidArgument, "CHALLENGE_INVALID");
    }
    let purpose = match request.purpose() {
        id::ChallengePurpose::Registration => "registration",
        id::ChallengePurpose::Status => "status",
        id::ChallengePurpose::Recovery => "recovery",
        id::ChallengePurpose::Helpdesk => "helpdesk",
        id::ChallengePurpose::Unspecified => return refused(Code::InvalidArgument, "PURPOSE_UNKNOWN"),
    };
    let claims = serde_json::json!({
        "iss": ISSUER,
        "aud": format!("challenge:{purpose}"),
        "exp": TODAY.unix_timestamp() + 300,
        "jti": new_id(&Clock::standing(TODAY)),
    });
    let receipt = KEY.sign(&claims);
    Ok(Response::new(id::RedeemChallengeResponse { receipt, expires_at: None }))
}
