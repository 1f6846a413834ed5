//! A solved challenge for a receipt.

use altcha::{Payload, VerifySolutionOptions, verify_solution};
use data_encoding::BASE64;
use time::{Duration, OffsetDateTime};

use super::{
    App,
    issue_challenge::{CHALLENGE_LIFETIME, PURPOSE},
};
use crate::{domain::purpose::Purpose, signing::ReceiptClaims};

/// Why there is no receipt.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RedeemChallengeError {
    /// Not solved, or none of ours.
    #[error("challenge not solved")]
    Invalid,
    /// Too late.
    #[error("challenge has ended")]
    Expired,
    /// Redeemed before.
    #[error("challenge was redeemed before")]
    Reused,
    /// Made for something else.
    #[error("challenge has another purpose")]
    Purpose,
    /// Not the solver's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

/// The longest payload of a widget is about 700 characters.
const LONGEST: usize = 4096;

impl App {
    /// A signed receipt for one purpose, and its end. A challenge is redeemed once.
    pub(crate) async fn redeem_challenge(
        &self,
        solution: &str,
        purpose: Purpose,
    ) -> Result<(String, OffsetDateTime), RedeemChallengeError> {
        let payload = read(solution).ok_or(RedeemChallengeError::Invalid)?;
        let now = self.clock.now();
        let parameters = &payload.challenge.parameters;
        let ends = parameters.expires_at.unwrap_or(0);
        let named = parameters.data.as_ref().and_then(|data| data.get(PURPOSE)).and_then(|value| value.as_str());
        let fits = named == Some(purpose.as_str());
        let id = parameters.nonce.clone();
        self.check(payload).await?;
        // Only now is it known to be ours; what it says of itself counts.
        if ends <= now.unix_timestamp() {
            return Err(RedeemChallengeError::Expired);
        }
        if !fits {
            return Err(RedeemChallengeError::Purpose);
        }
        self.spend_challenge(&id).await?;
        self.receipt(purpose, id, now)
    }

    /// Whoever comes second with the same challenge is refused.
    pub(super) async fn spend_challenge(&self, id: &str) -> Result<(), RedeemChallengeError> {
        let remembered = CHALLENGE_LIFETIME + Duration::minutes(1);
        let first = self.spent_challenges.spend(id, remembered.unsigned_abs()).await;
        if first { Ok(()) } else { Err(RedeemChallengeError::Reused) }
    }

    pub(super) fn receipt(
        &self,
        purpose: Purpose,
        id: String,
        now: OffsetDateTime,
    ) -> Result<(String, OffsetDateTime), RedeemChallengeError> {
        let expires_at = now + CHALLENGE_LIFETIME;
        let receipt = self.signer.sign(&ReceiptClaims::new(purpose.as_str(), id, now, expires_at))?;
        Ok((receipt, expires_at))
    }

    /// The signature first, then one derivation (milliseconds): off the threads that answer.
    async fn check(&self, payload: Payload) -> Result<(), RedeemChallengeError> {
        let secret = self.challenge_secret();
        let verified = tokio::task::spawn_blocking(move || {
            verify_solution(VerifySolutionOptions::new(&payload.challenge, &payload.solution, secret))
        });
        let result = verified.await.map_err(anyhow::Error::from)?;
        match result {
            Ok(result) if result.verified => Ok(()),
            Ok(result) if result.expired => Err(RedeemChallengeError::Expired),
            // Malformed parts are errors there and a solution that does not fit here.
            Ok(_) | Err(_) => Err(RedeemChallengeError::Invalid),
        }
    }
}

fn read(solution: &str) -> Option<Payload> {
    if solution.len() > LONGEST {
        return None;
    }
    serde_json::from_slice(&BASE64.decode(solution.as_bytes()).ok()?).ok()
}
