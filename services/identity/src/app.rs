//! Use cases, a file each: load, decide, keep, tell.

mod await_confirmation;
pub mod check_password;
pub mod complete_sign_in;
pub mod create_api_client;
pub mod end_session;
pub mod enrol_officer;
mod erase_account;
mod erase_lapsed;
pub mod erase_rehearsal;
mod erase_rejected;
pub mod exchange_passport;
mod image_challenge;
pub mod issue_challenge;
pub mod issue_client_token;
pub mod issue_passport;
pub mod list_access_log;
pub mod list_revoked_sessions;
pub mod log_viewing;
mod open_account;
pub mod ports;
pub mod prepare_account;
pub mod redeem_challenge;
pub mod refresh_session;
pub mod session_tokens;
pub mod sign_in;

use std::sync::Arc;

use chassis::{
    ambient::Clock,
    db::Db,
    events::Outbox,
    passport::KeySet,
    vault::{MasterKey, Sealer},
};

use self::ports::{Registration, SpentChallenges};
use crate::{hashing::HashPool, signing::Signer, throttle::Throttle};

/// What every use case works with; clones share it.
#[derive(Clone)]
pub struct App {
    /// The pool of the schema.
    pub db: Db,
    /// Where use cases tell.
    pub outbox: Outbox,
    /// Time.
    pub clock: Clock,
    /// What column keys, indexes and sealed tokens are derived from.
    pub master: MasterKey,
    /// Signs every token.
    pub signer: Arc<Signer>,
    /// Our own public keys.
    pub keys: Arc<KeySet>,
    /// Hashes passwords and answers.
    pub hashes: HashPool,
    /// Delays those who guess.
    pub throttle: Throttle,
    /// What was redeemed.
    pub spent_challenges: Arc<dyn SpentChallenges>,
    /// PBKDF2 rounds of one try at a challenge.
    pub challenge_cost: u32,
    /// How long people can see who has looked at their data.
    pub access_log_kept: time::Duration,
    /// The owner of the master data.
    pub registration: Arc<dyn Registration>,
}

impl App {
    /// What seals the code of a picture.
    pub(crate) fn image_challenges(&self) -> Sealer {
        self.master.sealer("image-challenge")
    }

    /// What seals the tickets between first and second factor.
    pub(crate) fn totp_tickets(&self) -> Sealer {
        self.master.sealer("totp-ticket")
    }

    /// What seals places in a person's access log.
    pub(crate) fn access_log_cursors(&self) -> Sealer {
        self.master.sealer("access-log-cursor")
    }

    /// What seals a queued mail: outlives the person's own data key, which an erasure forgets.
    pub(crate) fn outgoing_mail(&self) -> Sealer {
        self.master.sealer("outgoing-mail")
    }
}
