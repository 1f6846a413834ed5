//! Every move of a review leaves through here: the row and the audit entry of one transaction.

use chassis::{ambient::new_id, audit::Deed};
use kernel::Stage;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::App;
use crate::{
    SCHEMA,
    domain::review::State,
    store::{
        reviews::{self, Kept, state_name},
        stage_policies,
    },
};

impl App {
    /// Keeps a review that has moved: nobody has claimed it any more, and the stage that decides now has a due time.
    pub(crate) async fn keep_moved(
        &self,
        connection: &mut PgConnection,
        kept: &mut Kept,
        from: Option<State>,
        deed: Deed<'_>,
    ) -> anyhow::Result<()> {
        kept.claim = None;
        kept.due_at = match kept.review.stage() {
            Some(stage) => Some(stage_policies::due_at(connection, stage, deed.at).await?),
            None => None,
        };
        reviews::keep(connection, kept).await?;
        let details = json!({ "from": from.map(named), "to": named(kept.review.state) });
        self.note(connection, kept, deed, details).await
    }

    /// Appends to the audit trail what was done to a review; ids, codes, counts only.
    pub(crate) async fn note(
        &self,
        connection: &mut PgConnection,
        kept: &Kept,
        deed: Deed<'_>,
        mut details: Value,
    ) -> anyhow::Result<()> {
        details["submission"] = json!(kept.review.submission);
        deed.append(connection, SCHEMA, new_id(&self.clock), kept.subject.dossier_id.as_uuid(), details).await
    }
}

/// `open/skpd`, `returned`, ...
fn named(state: State) -> String {
    let name = state_name(state);
    match state {
        State::Open(stage) => format!("{name}/{}", Stage::as_str(stage)),
        _ => name.to_owned(),
    }
}
