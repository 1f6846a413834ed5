//! NIP and NIK together give name and agency.

use kernel::{Nik, Nip};
use thiserror::Error;
use time::OffsetDateTime;

use super::{
    App,
    tokens::{self, LOOKUP, LookupToken},
};
use crate::{
    domain::campaign::{NotOpen, open_campaign},
    store::{campaigns, employees},
};

/// What is asked.
#[derive(Debug)]
pub struct LookUpEmployee {
    /// P1.
    pub nip: Nip,
    /// P2.
    pub nik: Nik,
    /// Opaque; the token is bound to it.
    pub browser: String,
}

/// Who it is.
pub struct FoundEmployee {
    /// With titles. P1.
    pub name: String,
    /// Of the parent agency.
    pub agency_name: String,
    /// Sealed.
    pub lookup_token: String,
    /// When the token ends.
    pub expires_at: OffsetDateTime,
}

/// Why nobody is told.
#[derive(Debug, Error)]
pub enum LookUpError {
    /// Registration is not open.
    #[error(transparent)]
    NotOpen(#[from] NotOpen),
    /// Unknown NIP, missing or other NIK, retired or deceased: one answer for all.
    #[error("NIP and NIK do not match anyone who may register")]
    NotMatched,
    /// The pair is right, and the NIP has a live registration.
    #[error("registered already")]
    AlreadyRegistered,
    /// Unexpected.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl App {
    /// Names the employee whose NIP and NIK these are, and opens the way to registering for an hour.
    ///
    /// # Errors
    /// See [`LookUpError`].
    pub async fn look_up_employee(&self, command: LookUpEmployee) -> Result<FoundEmployee, LookUpError> {
        let now = self.clock.now();
        let mut connection = self.db.read().await.map_err(anyhow::Error::from)?;
        let campaign = campaigns::current(&mut connection, now).await.map_err(anyhow::Error::from)?;
        let campaign = open_campaign(campaign, now)?;
        let tag = self.master_key.blind_index("nik").of(command.nik.expose());
        let matched = employees::match_pair(&mut connection, &command.nip, tag, &campaign.code).await?;
        let matched = matched.filter(|matched| matched.employee.active).ok_or(LookUpError::NotMatched)?;
        if matched.registered {
            return Err(LookUpError::AlreadyRegistered);
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
}
