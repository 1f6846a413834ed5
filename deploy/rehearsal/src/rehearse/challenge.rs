//! Challenges, solved beside the timing: a solution and the receipt that stands for it afterwards are good for five uses.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::door::{Call, Device, Door, RECEIPT, Refused};
use crate::challenge::solve;

/// How often one solved challenge can be used.
pub(super) const USES: usize = 5;
/// How often a challenge that was used up by tries without an answer is replaced.
const REPLACEMENTS: usize = 5;

/// Solves challenges, as many at once as there are cores.
#[derive(Clone)]
pub(super) struct Solver(Arc<Semaphore>);

impl Solver {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get))))
    }

    /// Asks for a challenge and solves it: what goes into the field `challenge`.
    async fn solved(&self, door: &Door, device: &Device, purpose: &str) -> Result<String, Refused> {
        // The semaphore is never closed.
        let _turn = self.0.acquire().await;
        let body = json!({ "purpose": purpose });
        let challenge =
            door.ask(Call { body: Some(&body), ..Call::new(Method::POST, "/v1/challenges", device) }).await?;
        let solving = tokio::task::spawn_blocking(move || solve(&challenge.to_string()));
        let unsolved = |code: &str| Refused::new("a challenge", code);
        solving.await.map_err(|_| unsolved("the solver ended"))?.map_err(|error| unsolved(&error.to_string()))
    }

    /// Sends what needs a challenge, with a receipt if there is one. Whoever got no answer may have used the challenge up: a
    /// new one is solved then.
    pub(super) async fn ask(
        &self,
        door: &Door,
        call: Call<'_>,
        mut body: Value,
        purpose: &str,
        receipt: Option<String>,
    ) -> Result<Value, Refused> {
        let (mut challenge, mut replaced) = (receipt, 0);
        loop {
            body["challenge"] = Value::String(match challenge.take() {
                Some(receipt) => receipt,
                None => self.solved(door, call.device, purpose).await?,
            });
            match door.ask(Call { body: Some(&body), ..call.clone() }).await {
                Err(refused) if refused.code.starts_with("CHALLENGE_") && replaced < REPLACEMENTS => replaced += 1,
                answer => return answer,
            }
        }
    }
}

/// The receipt in an answer that took a challenge.
pub(super) fn receipt(answer: &Value) -> Option<String> {
    answer[RECEIPT].as_str().map(str::to_owned)
}
