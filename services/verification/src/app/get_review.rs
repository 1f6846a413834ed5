//! One dossier with its submitted values, which are registration's: asked for on the officer's behalf, never kept here.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use chassis::db::Tx;
use kernel::{Claim, DossierId};
use proto::registration::v1::SubmittedField;
use thiserror::Error;
use time::OffsetDateTime;

use super::{
    App,
    desk::{DeskError, Officer},
    ports::SubmissionsError,
};
use crate::{
    domain::item::Item,
    store::{
        decisions::{self, Spoken},
        reviews::Kept,
        worklist::{self, Entry},
    },
};

/// A dossier as an officer decides it.
pub(crate) struct ReviewShown {
    /// What the list shows.
    pub(crate) entry: Entry,
    pub(crate) kept: Kept,
    /// To decide first, riskiest on top; then the rest in the catalogue's order.
    pub(crate) fields: Vec<FieldShown>,
    /// When it was read: a claim that ends later is live.
    pub(crate) at: OffsetDateTime,
}

/// One field of it.
pub(crate) struct FieldShown {
    /// What was submitted.
    pub(crate) submitted: SubmittedField,
    /// Whether this stage has to decide it.
    pub(crate) due: bool,
    /// Whether this stage may reject it.
    pub(crate) may_reject: bool,
    /// What stages have said of it, in order; of the current one the latest word.
    pub(crate) verdicts: Vec<Spoken>,
}

/// Why there is none.
#[derive(Debug, Error)]
pub(crate) enum GetReviewError {
    /// Not within reach, or not theirs to decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Registration did not tell the values.
    #[error(transparent)]
    Submissions(#[from] SubmissionsError),
}

impl ReviewShown {
    /// The caller's own claim.
    #[must_use]
    pub(crate) fn own_claim(&self, officer: &Officer) -> Option<Claim> {
        self.kept.claim.filter(|claim| claim.by == officer.person.person_id && claim.is_live(self.at))
    }
}

impl App {
    /// Shows a dossier that waits at the officer's stage.
    pub(crate) async fn get_review(
        &self,
        officer: &Officer,
        dossier: DossierId,
        passport: &str,
    ) -> Result<ReviewShown, GetReviewError> {
        let (app, own) = (self.clone(), officer.clone());
        let look = async move |mut tx| app.look(&mut tx, &own, dossier).await;
        let (kept, entry, history) = self.db.write("get_review", look).await?;
        let submitted = self.values(&kept, passport).await?;
        let (viewer, subjects) = (officer.person.person_id, [kept.subject.person_id.as_uuid()]);
        self.tell_viewed(viewer, &subjects).await.map_err(DeskError::from)?;
        let fields = shown(&kept, submitted, history);
        Ok(ReviewShown { entry, kept, fields, at: self.clock.now() })
    }

    /// One moment's view: the row is held while it is read, and nothing is left to commit.
    async fn look(
        &self,
        tx: &mut Tx,
        officer: &Officer,
        dossier: DossierId,
    ) -> Result<(Kept, Entry, Vec<Spoken>), DeskError> {
        tx.undo();
        let kept = officer.hold(tx, dossier).await?;
        let entry = worklist::find(tx, dossier.as_uuid()).await?.context("a held review vanished")?;
        let working = Some((kept.review.submission, officer.scope.stage()));
        let history = decisions::history(tx, dossier, working).await?;
        Ok((kept, entry, history))
    }

    /// The fields with their values: of the latest submission, and those that were last handed in with an earlier one.
    async fn values(&self, kept: &Kept, passport: &str) -> Result<Vec<SubmittedField>, SubmissionsError> {
        let dossier = kept.subject.dossier_id;
        let mut fields = self.submissions.read(passport, dossier, kept.review.submission).await?;
        let known: BTreeSet<String> = fields.iter().map(|field| field.key.clone()).collect();
        let mut missing: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for item in kept.review.items.iter().filter(|item| !known.contains(&item.key)) {
            missing.entry(item.submission).or_default().insert(&item.key);
        }
        for (submission, keys) in missing.into_iter().filter(|(submission, _)| *submission != kept.review.submission) {
            let earlier = self.submissions.read(passport, dossier, submission).await?;
            fields.extend(earlier.into_iter().filter(|field| keys.contains(field.key.as_str())));
        }
        Ok(fields)
    }
}

fn shown(kept: &Kept, submitted: Vec<SubmittedField>, history: Vec<Spoken>) -> Vec<FieldShown> {
    let mut verdicts: BTreeMap<String, Vec<Spoken>> = BTreeMap::new();
    for spoken in history {
        verdicts.entry(spoken.key.clone()).or_default().push(spoken);
    }
    let items: BTreeMap<&str, (usize, &Item)> =
        kept.review.items.iter().enumerate().map(|(place, item)| (item.key.as_str(), (place, item))).collect();
    let stage = kept.review.stage();
    let mut fields: Vec<_> = submitted
        .into_iter()
        .map(|submitted| {
            let (place, item) = items.get(submitted.key.as_str()).copied().unzip();
            let is =
                |rule: fn(&Item, kernel::Stage) -> bool| item.zip(stage).is_some_and(|(item, stage)| rule(item, stage));
            let due = is(Item::is_due);
            // Due fields by their risk, then everything else; each in the catalogue's order.
            let order = (!due, if due { -item.map_or(0, Item::risk) } else { 0 }, place.unwrap_or(usize::MAX));
            let verdicts = verdicts.remove(&submitted.key).unwrap_or_default();
            (order, FieldShown { due, may_reject: is(Item::may_reject), submitted, verdicts })
        })
        .collect();
    fields.sort_by_key(|(order, _)| *order);
    fields.into_iter().map(|(_, field)| field).collect()
}
