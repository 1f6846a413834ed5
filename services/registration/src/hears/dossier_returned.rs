//! A stage sent fields back: only these open again, with stage and reason.

use anyhow::Context as _;
use chassis::{db::Tx, wire::stage_of};
use proto::verification::v1::{DecidedItem, DossierReturned};

use super::submission_of;
use crate::{app::App, domain::dossier::SentBack};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: DossierReturned) -> anyhow::Result<()> {
    let (dossier, submission) = submission_of(event.dossier.as_ref())?;
    let sent_back = |item: &DecidedItem| {
        let stage = stage_of(item.stage()).context("a field was sent back by no stage")?;
        Ok(SentBack { key: item.key.clone(), stage, reason_code: item.reason_code.clone() })
    };
    let fields: Vec<SentBack> = event.items.iter().map(sent_back).collect::<anyhow::Result<_>>()?;
    app.returned(tx, dossier, submission, &fields).await
}
