//! Which stage holds a dossier follows what registration and verification tell of it: tickets about it go there.

use chassis::db::Tx;

use super::App;
use crate::{
    domain::dossier::Place,
    store::registrations::{self, Progress, Whose},
};

/// Where a dossier is said to be.
#[derive(Debug)]
pub(crate) struct FollowDossier {
    /// Whose registration it belongs to.
    pub(crate) whose: Whose,
    /// Number of the submission.
    pub(crate) submission: u32,
    /// Where it is.
    pub(crate) place: Place,
}

impl App {
    /// Keeps where a dossier is, unless it is known to have come further.
    pub(crate) async fn follow_dossier(&self, tx: &mut Tx, told: &FollowDossier) -> anyhow::Result<()> {
        self.follow_registration(tx, &told.whose).await?;
        let progress = Progress { submission: i32::try_from(told.submission)?, step: told.place.step() };
        let registration = told.whose.registration_id;
        Ok(registrations::keep_stage(tx, registration, progress, told.place.stage()).await?)
    }
}
