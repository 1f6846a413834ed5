//! NIP and NIK together give name and agency.

use std::time::Duration;

use chassis::budget::Answer;
use data_encoding::BASE32_NOPAD;
use kernel::{Nik, Nip};
use metrics::counter;
use thiserror::Error;
use time::OffsetDateTime;

use super::tokens::{self, LOOKUP, LookupToken};
use crate::{
    app::App,
    domain::{
        reference::campaign::{NotOpen, open_campaign},
        registration::Taken,
    },
    store::registration::matched_pairs,
};

#[derive(Debug)]
pub(crate) struct LookUpEmployee {
    /// P1.
    pub(crate) nip: Nip,
    /// P2.
    pub(crate) nik: Nik,
    /// Opaque; the token is bound to it.
    pub(crate) browser: String,
}

/// Who it is.
pub(crate) struct FoundEmployee {
    /// With titles. P1.
    pub(crate) name: String,
    /// Of the parent agency.
    pub(crate) agency_name: String,
    /// Sealed.
    pub(crate) lookup_token: String,
    /// When the token ends.
    pub(crate) expires_at: OffsetDateTime,
}

/// Why nobody is told.
#[derive(Debug, Error)]
pub(crate) enum LookUpError {
    /// This NIP was looked up too often, by whomever.
    #[error("too many look-ups of one NIP")]
    TooManyAttempts {
        /// A look-up after that is heard.
        retry_after: Duration,
    },
    /// Look-ups cannot be counted at the moment: none is answered.
    #[error("look-ups are closed")]
    Closed,
    #[error(transparent)]
    NotOpen(#[from] NotOpen),
    /// Unknown NIP, missing or other NIK, retired or deceased: one answer for all.
    #[error("NIP and NIK do not match anyone who may register")]
    NotMatched,
    /// The pair is right, and the NIP is taken.
    #[error("the NIP is taken")]
    Taken(Taken),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for LookUpError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Names the employee whose NIP and NIK these are, and opens the way to registering for an hour.
    pub(crate) async fn look_up_employee(&self, command: LookUpEmployee) -> Result<FoundEmployee, LookUpError> {
        self.count_lookup(&command.nip).await?;
        let now = self.clock.now();
        let mut connection = self.db.read().await?;
        let campaign = self.current_campaign(&mut connection).await?;
        let campaign = open_campaign(campaign, now)?;
        let tag = self.master_key.blind_index("nik").of(command.nik.expose());
        let matched = matched_pairs::match_pair(&mut connection, &command.nip, tag, &campaign.code).await?;
        let matched = matched.filter(|matched| matched.employee.active).ok_or(LookUpError::NotMatched)?;
        if let Some((state, reserved_at)) = matched.live {
            return Err(LookUpError::Taken(Taken::by(state, reserved_at, now)));
        }
        let expires_at = now + LOOKUP;
        let token = LookupToken::new(matched.employee.employee_id, &command.nip, &command.browser, expires_at);
        Ok(FoundEmployee {
            name: matched.employee.name,
            agency_name: matched.employee.agency_name,
            lookup_token: tokens::seal(&self.lookup_sealer(), &token),
            expires_at,
        })
    }

    /// Counted before anything is known of the NIP, alike for those that do not exist. Whoever guesses the NIK to a NIP gets
    /// few tries however many browsers and addresses they have, and none where nobody counts.
    async fn count_lookup(&self, nip: &Nip) -> Result<(), LookUpError> {
        let blind = BASE32_NOPAD.encode(&self.master_key.blind_index("lookup").of(nip.expose())).to_ascii_lowercase();
        let key = format!("registration:lookup:{blind}");
        let (refused, error) = match self.budgets.take(&[(&key, self.lookup_budget)]).await {
            Answer::Granted => return Ok(()),
            Answer::Wait(retry_after) => ("too_many", LookUpError::TooManyAttempts { retry_after }),
            Answer::Away => ("closed", LookUpError::Closed),
        };
        counter!("epupns_lookups_refused_total", "reason" => refused).increment(1);
        Err(error)
    }
}
