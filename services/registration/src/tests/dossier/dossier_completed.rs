//! Accepted corrections become master data: each only over the value that it corrects, all in one transaction.

use kernel::Nik;
use proto::{registration::v1::DossierField, verification::v1::DossierCompleted};

use crate::tests::{
    dossier::dossier_desk::{Desk, Short as _, field, items, open_keys},
    fixtures::Someone::{Nurse, Teacher},
};

fn outcome(field: &DossierField) -> &'static str {
    field.outcome().short()
}

#[tokio::test]
async fn accepted_corrections_are_master_data_and_the_rest_stays() {
    let desk = Desk::with("completed", Teacher).await;
    let corrections = [
        ("nama", "Nur Aisyah O'Brien-Ta'ali"),
        ("tempat_lahir", "Sampit"),
        ("tanggal_lahir", "1980-01-02"),
        ("golongan_ruang", "III/b"),
        ("jabatan", "Guru"),
        ("tmt_pns", "2006-01-01"),
        ("status_kawin", "kawin"),
        ("nip_lama", "130372118"),
    ];
    desk.submitted(Teacher, &corrections).await;
    let accepted: Vec<&str> = corrections.iter().map(|(key, _)| *key).filter(|key| *key != "jabatan").collect();
    desk.completed(Teacher, 1, &accepted, &["jabatan"]).await;
    let dossier = desk.dossier(Teacher).await;
    assert_eq!(dossier.state().short(), "FINAL");
    for (key, value) in corrections.into_iter().filter(|(key, _)| *key != "jabatan") {
        let field = field(&dossier, key);
        assert_eq!((outcome(&field), field.database_value.as_str()), ("APPLIED", value), "{key}");
    }
    let rejected = field(&dossier, "jabatan");
    assert_eq!((outcome(&rejected), rejected.database_value.as_str()), ("REJECTED", "Staf"));
    assert_eq!(outcome(&field(&dossier, "unor")), "UNCHANGED");
    assert_eq!(outcome(&field(&dossier, "agama")), "UNSPECIFIED", "was never answered");
    assert_eq!(desk.master(Teacher, "version").await.as_deref(), Some("2"), "one change of the row");
    assert_eq!(desk.master(Teacher, "tmt_pns").await.as_deref(), Some("2006-01-01"));
    assert_eq!(desk.master(Teacher, "nip").await, Some(Teacher.nip()));

    let told = desk.applications_told().await;
    let [(Some(2), event)] = told.as_slice() else { panic!("not one event of version 2") };
    let mut applied = event.applied_keys.clone();
    applied.sort();
    let mut expected = accepted.clone();
    expected.sort_unstable();
    assert_eq!(
        (applied, event.conflict_keys.len(), event.submission),
        (expected.iter().map(|key| (*key).to_owned()).collect(), 0, 1)
    );
    let employee = event.employee.clone().unwrap();
    assert_eq!((employee.version, event.previous_agency_code.as_str(), employee.agency_code.as_str()), (2, "A1", "A1"));
    let audited = "select count(*) from registration.audit_entries where action = 'apply_correction'";
    assert_eq!(desk.world.count(audited).await, 7);
}

#[tokio::test]
async fn where_the_master_data_have_changed_the_field_comes_back() {
    let desk = Desk::with("completed_conflict", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru"), ("tempat_lahir", "Sampit"), ("alamat", "Jalan Kenari 1")]).await;
    desk.import(Teacher, "name = 'Guru Lama'").await;
    desk.completed(Teacher, 1, &["nama", "tempat_lahir", "alamat"], &[]).await;
    let dossier = desk.dossier(Teacher).await;
    assert_eq!((dossier.state().short(), open_keys(&dossier)), ("RETURNED", vec!["nama"]));
    let name = field(&dossier, "nama");
    let shown = (outcome(&name), name.database_value.as_str(), name.correction.as_str());
    assert_eq!(shown, ("CONFLICT", "Guru Lama", "Ibu Guru"), "nothing typed is lost");
    assert_eq!(outcome(&field(&dossier, "tempat_lahir")), "APPLIED");
    let (version, event) = desk.applications_told().await.remove(0);
    assert_eq!((version, event.conflict_keys, event.applied_keys.len()), (Some(2), vec!["nama".to_owned()], 2));

    // Handed in again, only that field travels; what was applied before is not applied again.
    assert_eq!(desk.submit(Teacher).await, 2);
    let (version, second) = desk.submissions_told().await.remove(1);
    assert_eq!((version, items(&second).len()), (Some(3), 1));
    desk.import(Teacher, "birth_place = 'Solo'").await;
    desk.completed(Teacher, 2, &["nama", "tempat_lahir", "alamat"], &[]).await;
    let dossier = desk.dossier(Teacher).await;
    assert_eq!((dossier.state().short(), outcome(&field(&dossier, "nama"))), ("FINAL", "APPLIED"));
    assert_eq!(desk.master(Teacher, "birth_place").await.as_deref(), Some("Solo"), "a later truth stays");
    let (version, event) = desk.applications_told().await.remove(1);
    assert_eq!((version, event.applied_keys, event.submission), (Some(4), vec!["nama".to_owned()], 2));
}

#[tokio::test]
async fn a_correction_that_the_master_data_have_caught_up_with_does_not_come_back() {
    let desk = Desk::with("completed_caught_up", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru"), ("tempat_lahir", "Sampit")]).await;
    desk.import(Teacher, "birth_place = 'Sampit'").await;
    desk.completed(Teacher, 1, &["nama", "tempat_lahir"], &[]).await;
    let dossier = desk.dossier(Teacher).await;
    let outcomes = (outcome(&field(&dossier, "nama")), outcome(&field(&dossier, "tempat_lahir")));
    assert_eq!((dossier.state().short(), outcomes), ("FINAL", ("APPLIED", "APPLIED")));
    assert_eq!(desk.master(Teacher, "birth_place").await.as_deref(), Some("Sampit"));
}

#[tokio::test]
async fn nobody_completes_their_own_dossier() {
    let desk = Desk::with("completed_oneself", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru")]).await;
    let event = desk.completion(Teacher, 1, &["nama"], &[]).await;
    let by_oneself = DossierCompleted { completed_by: Teacher.employee_id().to_string(), ..event };
    assert!(desk.hear(&by_oneself).await.is_err());
    assert_eq!(desk.master(Teacher, "name").await.as_deref(), Some("Teacher"));
    assert_eq!(desk.dossier(Teacher).await.state().short(), "SUBMITTED");
}

#[tokio::test]
async fn what_was_accepted_before_a_return_is_applied_in_the_end() {
    let desk = Desk::with("completed_after_return", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru"), ("tempat_lahir", "Sampit")]).await;
    desk.returned(Teacher, 1, &["nama"]).await;
    desk.fill_in(Teacher, &[("nama", "Ibu Guru S")]).await;
    desk.submit(Teacher).await;
    desk.completed(Teacher, 2, &["nama", "tempat_lahir"], &[]).await;
    let master = (desk.master(Teacher, "name").await.unwrap(), desk.master(Teacher, "birth_place").await.unwrap());
    assert_eq!(master, ("Ibu Guru S".to_owned(), "Sampit".to_owned()));
    assert_eq!(desk.dossier(Teacher).await.state().short(), "FINAL");
}

#[tokio::test]
async fn somebody_who_changes_agency_takes_their_nik_along() {
    let desk = Desk::with("completed_moves", Teacher).await;
    desk.submitted(Teacher, &[("instansi_induk", "A2"), ("unor", "A2.ROOT")]).await;
    desk.completed(Teacher, 1, &["instansi_induk", "unor"], &[]).await;
    let place = (desk.master(Teacher, "agency_code").await.unwrap(), desk.master(Teacher, "unit_code").await.unwrap());
    assert_eq!(place, ("A2".to_owned(), "A2.ROOT".to_owned()));
    let (_, event) = desk.applications_told().await.remove(0);
    let employee = event.employee.unwrap();
    assert_eq!((event.previous_agency_code.as_str(), employee.agency_code.as_str()), ("A1", "A2"));
    assert_eq!(employee.unit_code, "A2.ROOT");
    assert_eq!(desk.field(Teacher, "nik").await.database_value, Teacher.nik(), "under the new agency's key");
}

#[tokio::test]
async fn agency_and_unit_that_do_not_fit_come_back() {
    let desk = Desk::with("completed_misfit", Teacher).await;
    desk.submitted(Teacher, &[("instansi_induk", "A2"), ("nama", "Ibu Guru")]).await;
    desk.completed(Teacher, 1, &["instansi_induk", "nama"], &[]).await;
    assert_eq!(open_keys(&desk.dossier(Teacher).await), ["instansi_induk"]);
    assert_eq!(desk.master(Teacher, "agency_code").await.as_deref(), Some("A1"));
    assert_eq!(desk.master(Teacher, "name").await.as_deref(), Some("Ibu Guru"));
    desk.confirmed(Nurse).await;
    desk.submitted(Nurse, &[("unor", "A1.SCHOOL1")]).await;
    desk.completed(Nurse, 1, &["unor"], &[]).await;
    assert_eq!(desk.master(Nurse, "unit_code").await.as_deref(), Some("A1.SCHOOL1"), "within the agency");
}

#[tokio::test]
async fn an_accepted_nik_is_sealed_and_found() {
    let desk = Desk::with("completed_nik", Teacher).await;
    let nik = Nik::parse("3273010101809999").unwrap();
    desk.submitted(Teacher, &[("nik", nik.expose())]).await;
    desk.completed(Teacher, 1, &["nik"], &[]).await;
    assert_eq!(desk.field(Teacher, "nik").await.database_value, nik.expose());
    let found = desk.world.look_up(&Teacher.nip(), nik.expose()).await;
    assert_eq!(crate::tests::harness::reason(found), "ALREADY_REGISTERED", "the look-up knows the new one");
    let before = desk.world.look_up(&Teacher.nip(), &Teacher.nik()).await;
    assert_eq!(crate::tests::harness::reason(before), "EMPLOYEE_NOT_MATCHED");
}

#[tokio::test]
async fn a_word_said_twice_or_too_late_changes_nothing() {
    let desk = Desk::with("completed_stale", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru")]).await;
    desk.completed(Teacher, 2, &["nama"], &[]).await;
    assert_eq!(desk.master(Teacher, "name").await.as_deref(), Some("Teacher"));
    desk.completed(Teacher, 1, &["nama"], &[]).await;
    desk.import(Teacher, "name = 'Teacher'").await;
    desk.completed(Teacher, 1, &["nama"], &[]).await;
    desk.returned(Teacher, 1, &["nama"]).await;
    desk.recalled(Teacher, 1).await;
    assert_eq!(desk.master(Teacher, "name").await.as_deref(), Some("Teacher"), "applied once");
    assert_eq!(desk.dossier(Teacher).await.state().short(), "FINAL");
    assert_eq!(desk.applications_told().await.len(), 1);
}

#[tokio::test]
async fn a_contradiction_applies_nothing() {
    let desk = Desk::with("completed_nonsense", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru"), ("tempat_lahir", "Sampit")]).await;
    for (accepted, rejected) in [
        (vec!["nama"], vec![]),
        (vec!["nama", "tempat_lahir", "agama"], vec![]),
        (vec!["nama", "tempat_lahir"], vec!["nama"]),
        (vec!["nama", "tempat_lahir"], vec!["unor"]),
    ] {
        let event = desk.completion(Teacher, 1, &accepted, &rejected).await;
        assert!(desk.hear(&event).await.is_err(), "{accepted:?} {rejected:?}");
    }
    assert_eq!(desk.master(Teacher, "name").await.as_deref(), Some("Teacher"));
    assert_eq!(desk.dossier(Teacher).await.state().short(), "SUBMITTED");
    assert_eq!(desk.field(Teacher, "nama").await.outcome().short(), "UNSPECIFIED");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_word_heard_twice_at_once_is_done_once() {
    let desk = Desk::with("completed_race", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru")]).await;
    let event = desk.completion(Teacher, 1, &["nama"], &[]).await;
    let heard = futures::future::join_all((0..4).map(|_| desk.hear(&event))).await;
    assert!(heard.iter().all(Result::is_ok));
    assert_eq!(
        (desk.applications_told().await.len(), desk.master(Teacher, "version").await.as_deref()),
        (1, Some("2"))
    );
}
