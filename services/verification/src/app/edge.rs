//! Every move of a review leaves through here: the row and the audit entry of one transaction.

use chassis::{
    ambient::new_id,
    audit::{self, Entry},
};
use kernel::{Caller, Stage};
use serde_json::{Value, json};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::App;
use crate::{
    SCHEMA,
    domain::review::State,
    store::{
        reviews::{self, Kept, state_name},
        stage_policies,
    },
};

/// Who did something, and what it is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deed<'a> {
    pub(crate) by: &'a Caller,
    /// The verb.
    pub(crate) action: &'static str,
    pub(crate) at: OffsetDateTime,
}

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
        if let Caller::Person(person) = deed.by {
            details["role"] = json!(person.role.as_str());
            details["jurisdiction"] = json!(person.jurisdiction.to_string());
            details["account"] = json!(person.account_id.to_string());
        }
        let entry = Entry {
            actor: &audit::actor(deed.by),
            action: deed.action,
            subject_id: Some(kept.subject.dossier_id.as_uuid()),
            details,
        };
        audit::append(connection, SCHEMA, new_id(&self.clock), deed.at, &entry).await
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
