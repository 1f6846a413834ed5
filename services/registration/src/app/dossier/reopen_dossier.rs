//! A submission comes back to its owner: taken back, or sent back with reasons. In the transaction that hears of it.

use anyhow::Context as _;
use chassis::db::Tx;
use kernel::DossierId;

use crate::{
    app::App,
    domain::dossier::{SentBack, Word},
    store::dossier::{dossier_fields, dossiers, submissions},
};

impl App {
    /// Opens what a submission carried, as it was before it was handed in. A word about another submission than the one that
    /// waits changes nothing.
    ///
    /// # Errors
    /// The database is away, or there is no such dossier.
    pub(crate) async fn recalled(&self, tx: &mut Tx, dossier: DossierId, submission: u32) -> anyhow::Result<()> {
        let life = dossiers::lock(tx, dossier).await?.context("a recalled dossier is none of ours")?.life;
        if life.heard(submission, Word::Recalled { partial: false }).is_none() {
            return Ok(());
        }
        let partial = submissions::is_partial(tx, dossier, life.submission).await?;
        let life = life.heard(submission, Word::Recalled { partial }).unwrap_or(life);
        Ok(dossiers::set_life(tx, dossier, life, None).await?)
    }

    /// Opens exactly the fields that a stage sent back. A word about another submission than the one that waits changes
    /// nothing.
    ///
    /// # Errors
    /// The database is away, there is no such dossier, or a field was never submitted.
    pub(crate) async fn returned(
        &self,
        tx: &mut Tx,
        dossier: DossierId,
        submission: u32,
        fields: &[SentBack],
    ) -> anyhow::Result<()> {
        let life = dossiers::lock(tx, dossier).await?.context("a returned dossier is none of ours")?.life;
        let Some(life) = life.heard(submission, Word::Returned) else { return Ok(()) };
        let submitted = submissions::latest_fields(tx, dossier).await?;
        let known = |field: &SentBack| submitted.iter().any(|submitted| submitted.key == field.key);
        anyhow::ensure!(!fields.is_empty() && fields.iter().all(known), "a return of what was never submitted");
        dossier_fields::reopen(tx, dossier, fields).await?;
        Ok(dossiers::set_life(tx, dossier, life, None).await?)
    }
}
