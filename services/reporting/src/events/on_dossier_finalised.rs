//! `DossierFinalised`: a dossier has its final status.

use proto::verification::v1::DossierFinalised;
use sqlx::PgConnection;

use crate::{
    app::projection::advance_dossier,
    domain::standing::{State, Step},
};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &DossierFinalised,
) -> anyhow::Result<()> {
    let at = message.finalised_at.as_ref();
    advance_dossier(connection, generation, message.dossier.as_ref(), Step::Final, State::Final, at).await
}
