//! A rehearsal was removed: its reviews go too, and in the end the copies of its agency and units.

use chassis::{
    ambient::new_id,
    audit::{self, Entry, actor},
};
use kernel::{Caller, DossierId, ServiceName};
use proto::registration::v1::RehearsalPurged;
use sqlx::PgConnection;

use crate::{SCHEMA, app::App, domain::rehearsal::RehearsalAgency, store::rehearsals};

pub(super) async fn hear(app: &App, connection: &mut PgConnection, event: &RehearsalPurged) -> anyhow::Result<()> {
    let agency = RehearsalAgency::parse(&event.agency_code)?;
    let dossiers = event.people.iter().flat_map(|person| &person.dossier_ids);
    let dossiers = dossiers.map(|id| Ok(DossierId::parse(id)?.as_uuid())).collect::<anyhow::Result<Vec<_>>>()?;
    let reviews = rehearsals::purge_reviews(connection, &dossiers).await?;
    if event.agency_gone {
        rehearsals::purge_agency(connection, &agency).await?;
    }
    if reviews > 0 {
        let actor = actor(&Caller::Service(ServiceName::Registration));
        let details = serde_json::json!({ "agency": agency.as_str(), "reviews": reviews });
        let entry = Entry { actor: &actor, action: "purge_rehearsal", subject_id: None, details };
        audit::append(connection, SCHEMA, new_id(&app.clock), app.clock.now(), &entry).await?;
    }
    Ok(())
}
