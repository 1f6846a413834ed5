//! A frozen submission: for verifiers within their jurisdiction, for nobody else, and its owner hears of it.

use kernel::{AgencyCode, Caller, Jurisdiction, KanregCode, Person, PersonId, Role};
use proto::registration::v1::{PersonalDataViewed, ReadSubmissionRequest, SubmittedField};
use tonic::Status;

use crate::tests::{
    dossier::dossier_desk::{Desk, Short as _},
    fixtures::Someone::{self, Clerk, Teacher},
    harness::{Refused as _, broken_fields, by, reason, some_id, someone_as, verifier_of},
};

async fn read(desk: &Desk, whom: &Person, dossier: &str, submission: u32) -> Result<Vec<SubmittedField>, Status> {
    let request = ReadSubmissionRequest { dossier_id: dossier.to_owned(), submission };
    let request = by(Caller::Person(whom.clone()), request);
    Ok(desk.client.clone().read_submission(request).await?.into_inner().fields)
}

fn agency(code: &str) -> Person {
    someone_as(Role::Verifier2, Jurisdiction::Agency(AgencyCode::parse(code).unwrap()))
}

fn kanreg(code: &str) -> Person {
    someone_as(Role::Verifier3, Jurisdiction::Kanreg(KanregCode::parse(code).unwrap()))
}

fn bkn_pusat() -> Person {
    someone_as(Role::Verifier3, Jurisdiction::Nation)
}

async fn submitted(desk: &Desk, someone: Someone) -> String {
    desk.submitted(someone, &[("nama", "Nama Benar"), ("jabatan", "Guru"), ("alamat", "Jalan Kenari 1")]).await;
    desk.dossier(someone).await.dossier_id
}

#[tokio::test]
async fn an_officer_sees_what_was_frozen_in_the_catalogues_order() {
    let desk = Desk::with("read_submission", Teacher).await;
    let dossier = submitted(&desk, Teacher).await;
    desk.import(Teacher, "name = 'Lain', position = 'Staf'").await;
    let fields = read(&desk, &verifier_of("A1.SCHOOLS"), &dossier, 1).await.unwrap();
    let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    let expected = [
        "nama",
        "tempat_lahir",
        "tanggal_lahir",
        "alamat",
        "golongan_ruang",
        "pendidikan_terakhir",
        "instansi_induk",
        "unor",
        "jabatan",
    ];
    assert_eq!(keys, expected);
    let (name, address, position) = (&fields[0], &fields[3], &fields[8]);
    assert_eq!((name.database_value.as_str(), name.correction.as_str()), ("Teacher", "Nama Benar"), "as it was");
    assert_eq!((address.answer().short(), address.correction.as_str()), ("CORRECTION", "Jalan Kenari 1"));
    let labels = (position.database_label.as_str(), position.correction_label.as_str());
    assert_eq!(labels, ("Staf", "Guru Ahli Muda"));
    assert!(fields.iter().all(|field| !field.label_id.is_empty() && !field.section.is_empty()));
}

#[tokio::test]
async fn each_level_sees_its_own_jurisdiction_and_everyone_else_sees_none() {
    let desk = Desk::with("read_scope", Teacher).await;
    desk.confirmed(Clerk).await;
    let (teacher, clerk) = (submitted(&desk, Teacher).await, submitted(&desk, Clerk).await);
    let admin = |code: &str| someone_as(Role::AgencyAdmin, Jurisdiction::Agency(AgencyCode::parse(code).unwrap()));
    let nation = someone_as(Role::BknAdmin, Jurisdiction::Nation);
    for insider in
        [verifier_of("A1.SCHOOL1"), verifier_of("A1.SCHOOLS"), verifier_of("A1.ROOT"), agency("A1"), kanreg("03")]
    {
        assert_eq!(reason(read(&desk, &insider, &teacher, 1).await), "OK", "{insider:?}");
        assert_eq!(reason(read(&desk, &insider, &clerk, 1).await), "DOSSIER_NOT_FOUND", "{insider:?}");
    }
    for insider in [verifier_of("A2.ROOT"), agency("A2"), bkn_pusat()] {
        assert_eq!(reason(read(&desk, &insider, &clerk, 1).await), "OK", "{insider:?}");
        assert_eq!(reason(read(&desk, &insider, &teacher, 1).await), "DOSSIER_NOT_FOUND", "{insider:?}");
    }
    let rehearsal = someone_as(Role::Verifier3, Jurisdiction::Rehearsal);
    let employee = someone_as(Role::Employee, Jurisdiction::OwnFile);
    for stranger in [verifier_of("A1.HEALTH"), kanreg("04"), admin("A1"), nation, rehearsal, employee] {
        for dossier in [&teacher, &clerk] {
            assert_eq!(reason(read(&desk, &stranger, dossier, 1).await), "DOSSIER_NOT_FOUND", "{stranger:?}");
        }
    }
}

#[tokio::test]
async fn nobody_reads_their_own_nor_what_is_not_there() {
    let desk = Desk::with("read_own", Teacher).await;
    let dossier = submitted(&desk, Teacher).await;
    let mut verifier = verifier_of("A1.ROOT");
    for missing in [0, 2, u32::MAX] {
        assert_eq!(reason(read(&desk, &verifier, &dossier, missing).await), "DOSSIER_NOT_FOUND");
    }
    assert_eq!(reason(read(&desk, &verifier, &some_id().to_string(), 1).await), "DOSSIER_NOT_FOUND");
    let status = read(&desk, &verifier, "1; drop table", 1).await.refused();
    assert_eq!(broken_fields(&status), [("dossier_id".to_owned(), "ID_INVALID".to_owned())]);
    verifier.person_id = PersonId::from(Teacher.employee_id());
    assert_eq!(reason(read(&desk, &verifier, &dossier, 1).await), "DOSSIER_NOT_FOUND");
}

#[tokio::test]
async fn whoever_looks_is_told_of_once_in_a_quarter_of_an_hour() {
    let desk = Desk::with("read_viewed", Teacher).await;
    let dossier = submitted(&desk, Teacher).await;
    let (officer, stranger) = (agency("A1"), agency("A2"));
    for whom in [&officer, &officer, &stranger] {
        let _ = read(&desk, whom, &dossier, 1).await;
    }
    let told = desk.world.told::<PersonalDataViewed>().await;
    let told: Vec<_> = told.iter().filter(|(_, _, event)| event.purpose == "verification").collect();
    let [(None, None, event)] = told.as_slice() else { panic!("not one event without an aggregate") };
    assert_eq!(
        (event.viewer_id.as_str(), event.field_group.as_str()),
        (officer.person_id.to_string().as_str(), "dossier")
    );
    assert_eq!(event.subject_ids, [Teacher.employee_id().to_string()]);
}

#[tokio::test]
async fn a_later_submission_carries_what_came_back_and_the_earlier_one_stays() {
    let desk = Desk::with("read_partial", Teacher).await;
    let dossier = submitted(&desk, Teacher).await;
    desk.returned(Teacher, 1, &["nama"]).await;
    desk.fill_in(Teacher, &[("nama", "Nama Paling Benar")]).await;
    desk.submit(Teacher).await;
    let later = read(&desk, &agency("A1"), &dossier, 2).await.unwrap();
    assert_eq!(later.iter().map(|field| field.correction.as_str()).collect::<Vec<_>>(), ["Nama Paling Benar"]);
    let earlier = read(&desk, &agency("A1"), &dossier, 1).await.unwrap();
    assert_eq!((earlier.len(), earlier[0].correction.as_str()), (9, "Nama Benar"));
}
