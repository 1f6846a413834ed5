//! `DossierCompleted`: the last stage is done with a dossier.

use proto::verification::v1::DossierCompleted;
use sqlx::PgConnection;

use crate::{
    app::projection::advance_dossier,
    domain::standing::{State, Step},
};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &DossierCompleted,
) -> anyhow::Result<()> {
    let at = message.completed_at.as_ref();
    advance_dossier(connection, generation, message.dossier.as_ref(), Step::Ended, State::Completed, at).await
}
