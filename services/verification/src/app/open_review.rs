//! A dossier was handed in: its review opens, or goes on where it was sent back.

use anyhow::bail;
use chassis::{audit::Deed, db::Tx};
use kernel::{Caller, ServiceName};
use metrics::counter;

use super::App;
use crate::{
    domain::{
        item::Item,
        review::{Heard, Review},
    },
    store::{
        review_items,
        reviews::{self, Kept, Subject},
    },
};

/// A submission, as registration tells of it.
pub(crate) struct OpenReview {
    pub(crate) subject: Subject,
    /// Its number, from 1.
    pub(crate) submission: u32,
    /// The fields that were handed in, in the catalogue's order.
    pub(crate) items: Vec<Item>,
}

impl App {
    /// Opens the review of a dossier, or goes on with it; a submission that was heard of before changes nothing.
    ///
    /// # Errors
    /// It contradicts what is kept here, or the database is away.
    pub(crate) async fn open_review(&self, tx: &mut Tx, submitted: OpenReview) -> anyhow::Result<()> {
        let OpenReview { subject, submission, items } = submitted;
        let (dossier, submitted_at) = (subject.dossier_id, subject.submitted_at);
        reviews::lock(tx, dossier).await?;
        let (mut kept, from, action) = match reviews::load(tx, dossier).await? {
            None => {
                let review = Review::open(submission, items)?;
                (Kept { subject, review, version: 0, due_at: None, claim: None }, None, "open_review")
            }
            Some(mut kept) => {
                let from = kept.review.state;
                if kept.subject.person_id != subject.person_id {
                    bail!("a dossier has changed hands");
                }
                if kept.review.resubmit(submission, items)? == Heard::Before {
                    return Ok(());
                }
                // Who moved meanwhile is decided where they are now.
                kept.subject = subject;
                (kept, Some(from), "reopen_review")
            }
        };
        let by = Caller::Service(ServiceName::Registration);
        self.keep_moved(tx, &mut kept, from, Deed { by: &by, action, at: submitted_at }).await?;
        review_items::keep(tx, dossier, &kept.review.items).await?;
        counter!("epupns_reviews_opened_total", "first" => from.is_none().to_string()).increment(1);
        Ok(())
    }
}
