//! Handing in: complete, once, under the declaration, frozen, told.

use proto::registration::v1::SubmitDossierRequest;
use time::Duration;

use crate::tests::{
    dossier::dossier_desk::{Desk, REQUIRED, agreeing, check, correction, items, state},
    fixtures::Someone::{Nurse, Teacher},
    harness::{Refused as _, broken_fields, reason},
};

#[tokio::test]
async fn a_complete_dossier_is_frozen_told_and_audited() {
    let desk = Desk::with("submit", Teacher).await;
    let request = agreeing();
    desk.fill_in(Teacher, &[("nama", "Ibu Guru"), ("alamat", "Jalan Kenari 1")]).await;
    let submitted = desk.try_submit(Teacher, request.clone()).await.unwrap();
    assert_eq!(submitted.submission, 1);
    let dossier = desk.dossier(Teacher).await;
    assert_eq!((state(&dossier), dossier.submission), ("SUBMITTED", 1));
    assert_eq!((&submitted.dossier_id, &submitted.submitted_at), (&dossier.dossier_id, &dossier.submitted_at));
    assert!(dossier.fields.iter().all(|field| !field.open));

    let told = desk.submissions_told().await;
    let [(Some(1), event)] = told.as_slice() else { panic!("not one event of version 1") };
    assert_eq!((event.submission, event.campaign_code.as_str(), event.catalogue_version), (1, "2026", 1));
    assert_eq!((event.name.as_str(), &event.registration_number), ("Dr. Teacher, S.Pd.", &dossier.registration_number));
    let employee = event.employee.clone().unwrap();
    assert_eq!((employee.agency_code.as_str(), employee.unit_code.as_str(), employee.version), ("A1", "A1.SCHOOL1", 1));
    let answered: Vec<_> = items(event);
    assert_eq!(answered.len(), 9, "the eight and the address; nothing that was not answered");
    assert_eq!((answered[0], answered[1]), (("nama", "CORRECTION"), ("tempat_lahir", "CHECK")));
    let address = event.items.iter().find(|item| item.key == "alamat").unwrap();
    assert_eq!((address.stages.len(), address.marks.len()), (2, 0));
    assert!(!format!("{:?}", prost::Message::encode_to_vec(event)).contains("Kenari"));
    let audited = format!(
        "select count(*) from registration.audit_entries where action = 'submit_dossier' and actor = 'person:{}'
         and subject_id = '{}' and details->>'request' = '{}' and (details->>'fields')::int = 9",
        Teacher.employee_id(),
        dossier.dossier_id,
        request.request_id
    );
    assert_eq!(desk.world.count(&audited).await, 1);
}

#[tokio::test]
async fn what_is_missing_is_named_field_by_field() {
    let desk = Desk::with("submit_incomplete", Teacher).await;
    let status = desk.try_submit(Teacher, agreeing()).await.refused();
    let named = broken_fields(&status);
    assert_eq!(chassis::reason::reason_of(&status).as_deref(), Some("DOSSIER_INCOMPLETE"));
    assert_eq!(named, REQUIRED.map(|key| (key.to_owned(), "ANSWER_MISSING".to_owned())));
    assert_eq!(desk.world.count("select count(*) from registration.submissions").await, 0);
    assert_eq!(desk.submissions_told().await.len(), 0);
}

#[tokio::test]
async fn the_same_key_finds_its_own_submission_and_another_one_is_locked_out() {
    let desk = Desk::with("submit_again", Teacher).await;
    let request = agreeing();
    desk.fill_in(Teacher, &[]).await;
    for _ in 0..3 {
        assert_eq!(desk.try_submit(Teacher, request.clone()).await.unwrap().submission, 1);
    }
    assert_eq!(reason(desk.try_submit(Teacher, agreeing()).await), "DOSSIER_LOCKED");
    assert_eq!(desk.submissions_told().await.len(), 1);
    desk.confirmed(Nurse).await;
    desk.fill_in(Nurse, &[]).await;
    assert_eq!(reason(desk.try_submit(Nurse, request).await), "REQUEST_ID_REUSED");
    assert_eq!(desk.submit(Nurse).await, 1);
}

#[tokio::test]
async fn nothing_is_handed_in_without_the_declaration() {
    let desk = Desk::with("submit_declaration", Teacher).await;
    desk.fill_in(Teacher, &[]).await;
    let refused =
        |change: fn(SubmitDossierRequest) -> SubmitDossierRequest| desk.try_submit(Teacher, change(agreeing()));
    assert_eq!(
        reason(refused(|request| SubmitDossierRequest { agreed: false, ..request }).await),
        "DECLARATION_NOT_AGREED"
    );
    for version in [0, 2, u32::MAX] {
        let request = SubmitDossierRequest { declaration_version: version, ..agreeing() };
        assert_eq!(reason(desk.try_submit(Teacher, request).await), "DECLARATION_OUTDATED");
    }
    let status = refused(|request| SubmitDossierRequest { request_id: "1".into(), ..request }).await.refused();
    assert_eq!(broken_fields(&status), [("request_id".to_owned(), "ID_INVALID".to_owned())]);
    assert_eq!(reason(desk.try_submit(Nurse, agreeing()).await), "DOSSIER_NOT_FOUND");
}

#[tokio::test]
async fn submission_closes_and_what_came_back_may_still_be_answered() {
    let desk = Desk::with("submit_closed", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru")]).await;
    desk.confirmed(Nurse).await;
    desk.fill_in(Nurse, &[]).await;
    desk.world.app.clock.turn(Duration::days(331));
    assert_eq!(reason(desk.try_submit(Nurse, agreeing()).await), "SUBMISSION_CLOSED");
    assert_eq!(desk.save(Nurse, vec![correction("nama", 1, "Perawat")]).await, [""], "drafts stay");
    desk.recalled(Teacher, 1).await;
    assert_eq!(desk.submit(Teacher).await, 2, "taking it back ends nothing");
    desk.returned(Teacher, 2, &["nama"]).await;
    assert_eq!(desk.submit(Teacher).await, 3);
    desk.returned(Teacher, 3, &["nama"]).await;
    desk.world.app.clock.turn(Duration::days(30));
    assert_eq!(reason(desk.try_submit(Teacher, agreeing()).await), "SUBMISSION_CLOSED");
}

#[tokio::test]
async fn doubts_travel_with_the_fields_that_they_are_about() {
    let desk = Desk::with("submit_marks", Teacher).await;
    let corrections = [
        ("tanggal_lahir", "1980-01-02"),
        ("jenis_kelamin", "female"),
        ("nik", "3273014101800001"),
        ("tmt_pns", "2004-12-01"),
        ("instansi_induk", "A2"),
    ];
    desk.submitted(Teacher, &corrections).await;
    let (_, event) = desk.submissions_told().await.remove(0);
    let marked: Vec<_> = event.items.iter().filter(|item| !item.marks.is_empty()).collect();
    let marked: Vec<_> = marked.iter().map(|item| (item.key.as_str(), item.marks.join(" "))).collect();
    let expected = [
        ("nik", "NIK_SEX_DIFFERS"),
        ("tanggal_lahir", "NIP_BIRTH_DATE_DIFFERS"),
        ("jenis_kelamin", "NIP_SEX_DIFFERS"),
        ("tmt_pns", "TMT_PNS_BEFORE_TMT_CPNS"),
        ("instansi_induk", "UNIT_OUTSIDE_AGENCY"),
        ("unor", "UNIT_OUTSIDE_AGENCY"),
    ];
    assert_eq!(marked, expected.map(|(key, mark)| (key, mark.to_owned())));
}

#[tokio::test]
async fn a_correction_that_the_master_data_have_caught_up_with_is_handed_in_as_a_check() {
    let desk = Desk::with("submit_caught_up", Teacher).await;
    desk.fill_in(Teacher, &[("tempat_lahir", "Sampit")]).await;
    desk.import(Teacher, "birth_place = 'Sampit'").await;
    desk.submit(Teacher).await;
    let (_, event) = desk.submissions_told().await.remove(0);
    assert!(items(&event).contains(&("tempat_lahir", "CHECK")));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_submissions_at_once_one_is_made() {
    let desk = Desk::with("submit_race", Teacher).await;
    desk.fill_in(Teacher, &[]).await;
    let tries = (0..6).map(|_| desk.try_submit(Teacher, agreeing()));
    let mut outcomes: Vec<String> = futures::future::join_all(tries).await.into_iter().map(reason).collect();
    outcomes.sort();
    assert_eq!(
        outcomes,
        ["DOSSIER_LOCKED", "DOSSIER_LOCKED", "DOSSIER_LOCKED", "DOSSIER_LOCKED", "DOSSIER_LOCKED", "OK"]
    );
    assert_eq!(desk.submissions_told().await.len(), 1);
    let same = agreeing();
    desk.recalled(Teacher, 1).await;
    let tries = (0..6).map(|_| desk.try_submit(Teacher, same.clone()));
    let numbers: Vec<u32> =
        futures::future::join_all(tries).await.into_iter().map(|made| made.unwrap().submission).collect();
    assert_eq!(numbers, [2; 6], "one key, one submission");
}

#[tokio::test]
async fn what_is_frozen_stays_frozen() {
    let desk = Desk::with("submit_frozen", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru")]).await;
    desk.recalled(Teacher, 1).await;
    desk.save(Teacher, vec![check("nama", 1)]).await;
    desk.import(Teacher, "birth_place = 'Solo'").await;
    let frozen = "select count(*) from registration.submission_fields where submission = 1
                  and (key, database_value, correction) in (('nama', 'Teacher', 'Ibu Guru'))
                   or (key = 'tempat_lahir' and database_value = 'Bandung')";
    assert_eq!(desk.world.count(frozen).await, 2);
    for table in ["submissions", "submission_fields"] {
        let may = format!(
            "select count(*) from unnest(array['UPDATE', 'DELETE']) p
             where has_table_privilege('registration_app', 'registration.{table}', p)"
        );
        assert_eq!(desk.world.count(&may).await, 0, "{table}");
    }
}
