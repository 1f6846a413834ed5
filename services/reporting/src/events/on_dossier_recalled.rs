//! `DossierRecalled`: its owner took a submission back.

use proto::verification::v1::DossierRecalled;
use sqlx::PgConnection;

use crate::{
    app::projection::advance_dossier,
    domain::standing::{State, Step},
};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &DossierRecalled,
) -> anyhow::Result<()> {
    let at = message.recalled_at.as_ref();
    advance_dossier(connection, generation, message.dossier.as_ref(), Step::Ended, State::Recalled, at).await
}
