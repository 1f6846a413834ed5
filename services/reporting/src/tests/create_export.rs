//! Asking for a file.

use kernel::{Person, Role};
use proto::reporting::v1::{CreateExportRequest, Export, ExportKind};
use tonic::Status;

use super::{
    fixtures::Someone,
    get_export::state,
    harness::{World, broken_fields, of, officer, reason, some_id},
};
use crate::jobs::write_exports;

/// A request for a file under a key of its own.
pub(crate) fn request(kind: ExportKind, agency: &str) -> CreateExportRequest {
    CreateExportRequest {
        request_id: some_id().to_string(),
        kind: kind.into(),
        campaign_code: String::new(),
        agency_code: agency.into(),
    }
}

/// What somebody is told who asks.
pub(crate) async fn create(world: &World, person: &Person, request: CreateExportRequest) -> Result<Export, Status> {
    Ok(world.client.clone().create_export(of(person, request)).await?.into_inner().export.unwrap())
}

#[tokio::test]
async fn the_same_key_is_the_same_file_and_never_another() {
    let world = World::new("create_export_key").await;
    world.tell(&Someone::Teacher.submits()).await;
    let (admin, other) = (officer(Role::BknAdmin, "nation"), officer(Role::BknAdmin, "nation"));
    let first = request(ExportKind::RegisteredEmployees, "");
    let made = create(&world, &admin, first.clone()).await.unwrap();
    assert_eq!((state(&made), made.rows), ("WAITING", 0));
    assert_eq!(made.expires_at.unwrap().seconds - made.created_at.unwrap().seconds, 7 * 24 * 3600);
    assert_eq!(create(&world, &admin, first.clone()).await.unwrap().export_id, made.export_id);
    let of_one = CreateExportRequest { agency_code: "A1".into(), ..first.clone() };
    assert_eq!(reason(create(&world, &admin, of_one).await), "REQUEST_ID_REUSED");
    let of_others = CreateExportRequest { kind: ExportKind::UnregisteredEmployees.into(), ..first.clone() };
    assert_eq!(reason(create(&world, &admin, of_others).await), "REQUEST_ID_REUSED");
    assert_ne!(create(&world, &other, first).await.unwrap().export_id, made.export_id, "keys are a person's own");
    let audited = "select count(*) from reporting.audit_entries where action = 'create_export'";
    assert_eq!(world.count(audited).await, 2);
}

#[tokio::test]
async fn three_at_once_are_enough_until_one_is_written() {
    let world = World::new("create_export_many").await;
    let admin = officer(Role::BknAdmin, "nation");
    let asked = (0..8).map(|_| create(&world, &admin, request(ExportKind::RegisteredEmployees, "")));
    let answers: Vec<String> = futures::future::join_all(asked).await.into_iter().map(reason).collect();
    assert_eq!(answers.iter().filter(|answer| *answer == "OK").count(), 3, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| *answer == "TOO_MANY_EXPORTS").count(), 5, "{answers:?}");
    write_exports(&world.app).await.unwrap();
    assert_eq!(reason(create(&world, &admin, request(ExportKind::RegisteredEmployees, "")).await), "OK");
}

#[tokio::test]
async fn every_broken_field_is_named() {
    let world = World::empty("create_export_fields").await;
    let broken =
        CreateExportRequest { request_id: "1".into(), kind: 99, campaign_code: "=1".into(), agency_code: "A 1".into() };
    let refused = create(&world, &officer(Role::BknAdmin, "nation"), broken).await;
    let expected = [
        ("request_id", "ID_INVALID"),
        ("kind", "EXPORT_KIND_UNKNOWN"),
        ("campaign_code", "CAMPAIGN_CODE"),
        ("agency_code", "CODE_FORM"),
    ];
    assert_eq!(broken_fields(refused), expected.map(|(field, rule)| (field.to_owned(), rule.to_owned())));
}
