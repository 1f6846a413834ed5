//! Asking for the projections to be built anew; a job does it.

use chassis::{
    ambient::new_id,
    audit::{self, Entry},
};
use kernel::Caller;
use serde_json::json;
use thiserror::Error;

use super::App;
use crate::{SCHEMA, store::rebuilds};

/// Why none was begun.
#[derive(Debug, Error)]
pub(crate) enum RebuildError {
    /// One runs: it is as good as another.
    #[error("a rebuild runs")]
    Running,
    /// Unexpected.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for RebuildError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Begins a rebuild; its number.
    pub(crate) async fn rebuild_projections(&self, caller: &Caller) -> Result<i64, RebuildError> {
        let (app, actor) = (self.clone(), audit::actor(caller));
        self.db
            .write("rebuild_projections", async move |mut tx| {
                let now = app.clock.now();
                let generation = rebuilds::begin(&mut tx, &actor, now).await?.ok_or(RebuildError::Running)?;
                let details = json!({ "generation": generation });
                let entry = Entry { actor: &actor, action: "rebuild_projections", subject_id: None, details };
                audit::append(&mut tx, SCHEMA, new_id(&app.clock), now, &entry).await?;
                Ok(generation)
            })
            .await
    }
}
