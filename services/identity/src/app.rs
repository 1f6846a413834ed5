//! Use cases, a file each: load, decide, keep, tell.

mod await_confirmation;
pub(crate) mod check_password;
pub(crate) mod complete_sign_in;
pub(crate) mod create_api_client;
pub(crate) mod end_session;
pub(crate) mod enrol_officer;
mod erase_account;
mod erase_lapsed;
pub(crate) mod erase_rehearsal;
mod erase_rejected;
pub(crate) mod exchange_passport;
mod image_challenge;
pub(crate) mod issue_challenge;
pub(crate) mod issue_client_token;
pub(crate) mod issue_passport;
pub(crate) mod list_access_log;
pub(crate) mod list_revoked_sessions;
pub(crate) mod log_viewing;
mod open_account;
pub(crate) mod ports;
pub(crate) mod prepare_account;
pub(crate) mod redeem_challenge;
pub(crate) mod refresh_session;
pub(crate) mod session_tokens;
pub(crate) mod sign_in;

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
pub(crate) struct App {
    /// The pool of the schema.
    pub(crate) db: Db,
    /// Where use cases tell.
    pub(crate) outbox: Outbox,
    pub(crate) clock: Clock,
    /// What column keys, indexes and sealed tokens are derived from.
    pub(crate) master: MasterKey,
    /// Signs every token.
    pub(crate) signer: Arc<Signer>,
    /// Our own public keys.
    pub(crate) keys: Arc<KeySet>,
    /// Hashes passwords and answers.
    pub(crate) hashes: HashPool,
    /// Delays those who guess.
    pub(crate) throttle: Throttle,
    /// What was redeemed.
    pub(crate) spent_challenges: Arc<dyn SpentChallenges>,
    /// PBKDF2 rounds of one try at a challenge.
    pub(crate) challenge_cost: u32,
    /// How long people can see who has looked at their data.
    pub(crate) access_log_kept: time::Duration,
    /// The owner of the master data.
    pub(crate) registration: Arc<dyn Registration>,
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
