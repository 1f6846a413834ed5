//! The copy of units: in whatever order they are heard, the highest version of a row stays.

use proto::registration::v1::OrgUnitsImported;

use super::{
    fixtures::{Someone, unit},
    harness::{World, reason, skpd},
};

#[tokio::test]
async fn an_older_version_heard_later_changes_nothing() {
    let world = World::new("copies_order").await;
    let dossier = world.submitted(Someone::Teacher).await;
    for version in [3, 2, 3] {
        // Version 3 has moved the school under the health office, version 2 nowhere.
        let above: &[&str] = if version == 3 { &["A1.ROOT", "A1.HEALTH"] } else { &[] };
        let units = vec![unit("A1.SCHOOL1", above, version)];
        world.hear(OrgUnitsImported { units }).await.unwrap();
        assert_eq!(reason(world.claim(&skpd("A1.SCHOOLS"), dossier).await), "DOSSIER_NOT_FOUND");
        let health = skpd("A1.HEALTH");
        world.claim(&health, dossier).await.unwrap();
        world.release(&health, dossier).await.unwrap();
    }
    assert_eq!(
        world.count("select count(*) from verification.org_unit_closure where descendant_code = 'A1.SCHOOL1'").await,
        3
    );
}

#[tokio::test]
async fn batches_heard_at_once_wait_for_each_other() {
    let world = World::new("copies_batches").await;
    let batches = (2..10).map(|version| {
        let mut units: Vec<_> = (0..200).map(|n| unit(&format!("A1.U{n}"), &["A1.ROOT"], version)).collect();
        if version % 2 == 0 {
            units.reverse();
        }
        world.hear(OrgUnitsImported { units })
    });
    for heard in futures::future::join_all(batches).await {
        heard.unwrap();
    }
    assert_eq!(world.count("select count(*) from verification.org_units where version = 9").await, 200);
    assert_eq!(
        world.count("select count(*) from verification.org_unit_closure where ancestor_code = 'A1.ROOT'").await,
        204
    );
}
