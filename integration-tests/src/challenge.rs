//! Solving a proof-of-work challenge, as the widget in the browser does.

use serde_json::json;

use crate::Door;

/// Asks for a challenge and solves it; what comes back goes into the field `challenge`.
///
/// # Panics
/// When the door gives none.
pub(crate) async fn solved(door: &Door, purpose: &str) -> String {
    let answer = door.post("/v1/challenges", &json!({ "purpose": purpose })).await.expect(201);
    let solving = tokio::task::spawn_blocking(move || epupns_rehearsal::solve(&answer.json().to_string()));
    solving.await.unwrap().unwrap_or_else(|error| panic!("{error:#}"))
}
