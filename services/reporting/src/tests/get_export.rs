//! How far a file is; the person's own.

use kernel::{Person, Role};
use proto::reporting::v1::{Export, ExportKind, GetExportRequest};
use tonic::Status;

use super::{
    create_export::{create, request},
    fixtures::Someone,
    harness::{World, broken_fields, of, officer, reason, some_id},
};
use crate::jobs::write_exports;

/// What its owner is told of a file.
pub(crate) async fn get(world: &World, person: &Person, export_id: &str) -> Result<Export, Status> {
    let request = GetExportRequest { export_id: export_id.to_owned() };
    Ok(world.client.clone().get_export(of(person, request)).await?.into_inner().export.unwrap())
}

/// A file's state, without what all of them begin with.
pub(crate) fn state(export: &Export) -> &'static str {
    export.state().as_str_name().trim_start_matches("EXPORT_STATE_")
}

#[tokio::test]
async fn its_owner_sees_it_grow_and_nobody_else_sees_it() {
    let world = World::new("get_export").await;
    world.tell(&Someone::Teacher.submits()).await;
    let (admin, colleague) = (officer(Role::AgencyAdmin, "agency:A1"), officer(Role::AgencyAdmin, "agency:A1"));
    let asked = create(&world, &admin, request(ExportKind::RegisteredEmployees, "")).await.unwrap();
    assert_eq!(state(&get(&world, &admin, &asked.export_id).await.unwrap()), "WAITING");
    write_exports(&world.app).await.unwrap();
    let ready = get(&world, &admin, &asked.export_id).await.unwrap();
    assert_eq!((state(&ready), ready.rows, ready.sha256.len()), ("READY", 1, 64));
    assert!(ready.bytes > 0);
    assert_eq!(reason(get(&world, &colleague, &asked.export_id).await), "EXPORT_NOT_FOUND");
    assert_eq!(reason(get(&world, &admin, &some_id().to_string()).await), "EXPORT_NOT_FOUND");
    let refused = broken_fields(get(&world, &admin, "1").await);
    assert_eq!(refused, [("export_id".to_owned(), "ID_INVALID".to_owned())]);
}
