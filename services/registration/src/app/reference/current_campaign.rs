//! Which campaign counts, decided for every use case here.

use sqlx::PgConnection;

use crate::{
    app::App,
    domain::reference::campaign::{Campaign, current},
    store::reference::campaigns,
};

impl App {
    /// The campaign that counts now; `None` when there has never been one.
    pub(crate) async fn current_campaign(
        &self,
        connection: &mut PgConnection,
    ) -> Result<Option<Campaign>, sqlx::Error> {
        let campaigns = campaigns::all(connection).await?;
        Ok(current(&campaigns, self.clock.now()).cloned())
    }
}
