//! A proof-of-work challenge. Nothing is kept: the challenge carries its purpose and end under our signature.

use std::collections::BTreeMap;

use altcha::{CreateChallengeOptions, create_challenge};
use anyhow::Context as _;
use data_encoding::HEXLOWER;
use time::{Duration, OffsetDateTime};

use super::App;
use crate::domain::purpose::Purpose;

/// How long a challenge may be solved, and how long its receipt is good.
pub(crate) const CHALLENGE_LIFETIME: Duration = Duration::minutes(10);
/// The browser does PBKDF2 itself: whoever attacks with native code gains little on a phone.
const ALGORITHM: &str = "PBKDF2/SHA-256";
/// One try in 256 fits.
const KEY_PREFIX: &str = "00";
pub(super) const PURPOSE: &str = "purpose";

impl App {
    /// A challenge as JSON, and its end.
    ///
    /// # Errors
    /// Never with options of ours.
    pub(crate) fn issue_challenge(&self, purpose: Purpose) -> anyhow::Result<(String, OffsetDateTime)> {
        let expires_at = self.clock.now() + CHALLENGE_LIFETIME;
        let challenge = create_challenge(CreateChallengeOptions {
            algorithm: ALGORITHM.to_owned(),
            cost: self.challenge_cost,
            key_prefix: KEY_PREFIX.to_owned(),
            data: Some(BTreeMap::from([(PURPOSE.to_owned(), purpose.as_str().into())])),
            expires_at: Some(expires_at.unix_timestamp()),
            hmac_signature_secret: Some(self.challenge_secret()),
            ..CreateChallengeOptions::default()
        })
        .context("making a challenge")?;
        Ok((serde_json::to_string(&challenge)?, expires_at))
    }

    pub(super) fn challenge_secret(&self) -> String {
        HEXLOWER.encode(&*self.master.derive("challenge"))
    }
}
