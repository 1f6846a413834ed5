//! Solving a proof-of-work challenge, as the widget in the browser does.

use altcha::{Challenge, Payload, SolveChallengeOptions, solve_challenge};
use serde_json::json;

use crate::Door;

/// Asks for a challenge and solves it; what comes back goes into the field `challenge`.
///
/// # Panics
/// When the door gives none.
pub(crate) async fn solved(door: &Door, purpose: &str) -> String {
    let answer = door.post("/v1/challenges", &json!({ "purpose": purpose })).await.expect(201);
    let challenge: Challenge = serde_json::from_value(answer.json()["challenge"].clone()).unwrap();
    let solution = tokio::task::spawn_blocking(move || {
        let solution = solve_challenge(SolveChallengeOptions::new(&challenge)).unwrap().expect("solved in time");
        Payload { challenge, solution }
    });
    data_encoding::BASE64.encode(&serde_json::to_vec(&solution.await.unwrap()).unwrap())
}
