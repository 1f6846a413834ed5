//! `DossierReturned`: a stage sent a dossier back.

use proto::verification::v1::DossierReturned;
use sqlx::PgConnection;

use crate::{
    app::projection::advance_dossier,
    domain::standing::{State, Step},
};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &DossierReturned,
) -> anyhow::Result<()> {
    let at = message.returned_at.as_ref();
    advance_dossier(connection, generation, message.dossier.as_ref(), Step::Ended, State::Returned, at).await
}
