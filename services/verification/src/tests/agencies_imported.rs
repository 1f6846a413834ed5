//! The copy of agencies: in whatever order they are heard, the highest version of a row stays.

use proto::registration::v1::AgenciesImported;

use super::{
    fixtures::{Someone, agency},
    harness::{World, bkd, kanreg, reason, skpd},
};

#[tokio::test]
async fn an_agency_that_changes_its_region_is_decided_there() {
    let world = World::new("copies_region").await;
    let dossier = world.submitted(Someone::Teacher).await;
    world.pass(&skpd("A1.SCHOOLS"), dossier, 1, vec![]).await;
    world.pass(&bkd("A1"), dossier, 1, vec![]).await;
    world.hear(AgenciesImported { agencies: vec![agency("A1", "04", 2)] }).await.unwrap();
    world.hear(AgenciesImported { agencies: vec![agency("A1", "05", 1)] }).await.unwrap();
    for elsewhere in ["03", "05"] {
        assert_eq!(reason(world.claim(&kanreg(elsewhere), dossier).await), "DOSSIER_NOT_FOUND");
    }
    world.claim(&kanreg("04"), dossier).await.unwrap();
}
