//! The own dossier: opened once, by whoever is confirmed, with all that the master data say.

use std::collections::HashSet;

use proto::registration::v1::{FieldType, Stage};

use crate::tests::{
    dossier::dossier_desk::{Desk, REQUIRED, Short as _, correction, field, open_keys},
    fixtures::Someone,
    harness::reason,
};

#[tokio::test]
async fn a_confirmed_employee_finds_every_field_beside_its_master_value() {
    let desk = Desk::with("dossier_get", Someone::Teacher).await;
    let dossier = desk.dossier(Someone::Teacher).await;
    assert_eq!((dossier.state().short(), dossier.submission, dossier.catalogue_version), ("OPEN", 0, 1));
    assert_eq!(dossier.nip, Someone::Teacher.nip());
    assert!(dossier.submitted_at.is_none());
    let declaration = dossier.declaration.clone().unwrap();
    assert_eq!(declaration.version, 1);
    assert!(declaration.text.starts_with("Dengan ini saya menyatakan bahwa data yang saya sampaikan adalah benar"));
    let values = [
        ("nama", "Teacher", ""),
        ("gelar_depan", "Dr.", ""),
        ("nik", &Someone::Teacher.nik(), ""),
        ("tanggal_lahir", "1980-01-01", ""),
        ("jenis_kelamin", "male", "Laki-laki"),
        ("agama", "Islam", "Islam"),
        ("golongan_ruang", "III/a", "III/a - Penata Muda"),
        ("tmt_golongan", "2020-04-01", ""),
        ("pendidikan_terakhir", "S-1", "S-1 Teknik Kimia"),
        ("instansi_induk", "A1", "Pemerintah Kota Bandung"),
        ("unor", "A1.SCHOOL1", "SMA 1"),
        ("unor_induk", "A1.SCHOOLS", "Dinas Pendidikan"),
        ("tmt_pns", "", ""),
        ("alamat", "", ""),
    ];
    for (key, value, label) in values {
        let field = field(&dossier, key);
        assert_eq!((field.database_value.as_str(), field.database_label.as_str()), (value, label), "{key}");
    }
    let read_only: Vec<_> = dossier.fields.iter().filter(|field| field.read_only).map(|field| &field.key).collect();
    assert_eq!(read_only, ["tmt_golongan", "tahun_lulus", "unor_induk"]);
    assert_eq!(open_keys(&dossier).len(), dossier.fields.len() - read_only.len());
    assert!(dossier.fields.iter().all(|field| field.answer().short() == "UNSPECIFIED" && field.revision == 0));
}

#[tokio::test]
async fn the_catalogue_says_what_is_required_and_who_decides_it() {
    let desk = Desk::with("dossier_catalogue", Someone::Teacher).await;
    let dossier = desk.dossier(Someone::Teacher).await;
    let required: HashSet<&str> =
        dossier.fields.iter().filter(|field| field.required).map(|field| field.key.as_str()).collect();
    assert_eq!(required, HashSet::from(REQUIRED));
    let until_level_2: Vec<&str> = dossier
        .fields
        .iter()
        .filter(|field| field.stages.as_slice() == [i32::from(Stage::Skpd), i32::from(Stage::Bkd)])
        .map(|field| field.key.as_str())
        .collect();
    let expected = ["tempat_lahir", "agama", "alamat", "kedudukan_hukum", "tmt_pns", "unor", "lokasi_kerja"];
    assert_eq!(until_level_2, expected);
    for field in &dossier.fields {
        assert_eq!(field.r#type() == FieldType::Reference, !field.reference_table.is_empty(), "{}", field.key);
        let known = crate::domain::reference::TABLES.contains(&field.reference_table.as_str());
        assert!(field.reference_table.is_empty() || known, "{} is chosen from a table that nobody knows", field.key);
        assert!(!field.label_id.is_empty() && !field.label_en.is_empty() && field.max_length > 0);
        assert!(["data_utama", "data_posisi"].contains(&field.section.as_str()));
    }
}

#[tokio::test]
async fn without_a_confirmed_registration_there_is_none() {
    let desk = Desk::new("dossier_none").await;
    assert_eq!(reason(desk.try_dossier(Someone::Teacher).await), "DOSSIER_NOT_FOUND");
    desk.world.registered(Someone::Teacher).await;
    assert_eq!(reason(desk.try_dossier(Someone::Teacher).await), "DOSSIER_NOT_FOUND");
    assert_eq!(reason(desk.try_save(Someone::Teacher, vec![correction("nama", 0, "X")]).await), "DOSSIER_NOT_FOUND");
    assert_eq!(desk.world.count("select count(*) from registration.dossiers").await, 0);
}

#[tokio::test]
async fn a_dossier_of_another_campaign_is_not_this_ones() {
    let desk = Desk::with("dossier_campaign", Someone::Teacher).await;
    let before = desk.dossier(Someone::Teacher).await.dossier_id;
    desk.world
        .execute(
            "insert into registration.campaigns
             values ('2027', 'Berikutnya', now() - interval '1 hour', now() + interval '1 day', now() + interval '2 days',
                     now() + interval '3 days')",
        )
        .await;
    assert_eq!(reason(desk.try_dossier(Someone::Teacher).await), "DOSSIER_NOT_FOUND");
    desk.world.execute("delete from registration.campaigns where code = '2027'").await;
    assert_eq!(desk.dossier(Someone::Teacher).await.dossier_id, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_first_looks_at_once_one_opens_it() {
    let desk = Desk::with("dossier_open_race", Someone::Teacher).await;
    let looks = (0..12).map(|_| desk.dossier(Someone::Teacher));
    let ids: HashSet<String> =
        futures::future::join_all(looks).await.into_iter().map(|dossier| dossier.dossier_id).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(desk.world.count("select count(*) from registration.dossiers").await, 1);
}

#[tokio::test]
async fn each_person_finds_their_own() {
    let desk = Desk::with("dossier_own", Someone::Teacher).await;
    desk.confirmed(Someone::Nurse).await;
    assert_eq!(desk.save(Someone::Teacher, vec![correction("nama", 0, "Ibu Guru")]).await, [""]);
    let (teacher, nurse) = (desk.dossier(Someone::Teacher).await, desk.dossier(Someone::Nurse).await);
    assert!(teacher.dossier_id != nurse.dossier_id);
    assert_eq!(
        (field(&teacher, "nama").correction, field(&nurse, "nama").correction),
        ("Ibu Guru".into(), String::new())
    );
}
