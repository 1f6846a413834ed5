//! Saved per field: kept or refused by itself, nothing overwritten unseen, nothing personal in clear.

use proto::registration::v1::{FieldAnswer, field_answer::Answer};

use crate::tests::{
    dossier::dossier_desk::{Desk, Short as _, check, correction},
    fixtures::Someone::{Nurse, Teacher},
    harness::{Refused as _, broken_fields, reason},
    statements::statements_of,
};

#[tokio::test]
async fn every_device_sees_the_same_draft() {
    let desk = Desk::with("save", Teacher).await;
    let answers =
        vec![check("nama", 0), correction("tempat_lahir", 0, "  Sampit   Kota "), correction("jabatan", 0, "Guru")];
    let saved = desk.try_save(Teacher, answers).await.unwrap();
    let kept: Vec<_> =
        saved.iter().map(|result| (result.revision, result.answer().short(), result.correction.as_str())).collect();
    let correction_of = |text| (1, "CORRECTION", text);
    assert_eq!(kept, [(1, "CHECK", ""), correction_of("Sampit Kota"), correction_of("Guru")]);
    assert_eq!(desk.field(Teacher, "nama").await.answer().short(), "CHECK");
    let place = desk.field(Teacher, "tempat_lahir").await;
    assert_eq!(
        (place.correction.as_str(), place.database_value.as_str(), place.revision),
        ("Sampit Kota", "Bandung", 1)
    );
    let position = desk.field(Teacher, "jabatan").await;
    assert_eq!((position.correction.as_str(), position.correction_label.as_str()), ("Guru", "Guru Ahli Muda"));
}

#[tokio::test]
async fn a_stale_edit_is_refused_with_what_is_kept_and_a_repeated_one_is_success() {
    let desk = Desk::with("save_stale", Teacher).await;
    let typed = |revision, text| vec![correction("nama", revision, text)];
    assert_eq!(desk.save(Teacher, typed(0, "Siti Aisyah")).await, [""]);
    for revision in [0, 1] {
        let again = desk.try_save(Teacher, typed(revision, "Siti Aisyah")).await.unwrap();
        assert_eq!((again[0].error_code.as_str(), again[0].revision), ("", 1), "the answer to a save was lost");
    }
    let stale = desk.try_save(Teacher, typed(0, "Siti Aishah")).await.unwrap().remove(0);
    assert_eq!(
        (stale.error_code.as_str(), stale.revision, stale.correction.as_str()),
        ("STALE_REVISION", 1, "Siti Aisyah")
    );
    assert_eq!(stale.answer().short(), "CORRECTION");
    assert!(!stale.error_text.is_empty());
    assert_eq!(desk.save(Teacher, typed(1, "Siti Aishah")).await, [""]);
    assert_eq!(desk.save(Teacher, vec![check("nama", 2)]).await, [""]);
    for revision in [0, 1, 2, 4, u64::MAX] {
        assert_eq!(desk.save(Teacher, typed(revision, "Siti Aisyah")).await, ["STALE_REVISION"], "{revision}");
    }
    assert_eq!(desk.field(Teacher, "nama").await.revision, 3);
}

#[tokio::test]
async fn each_field_is_refused_by_itself() {
    let desk = Desk::with("save_refused", Teacher).await;
    let nothing = |key: &str, answer| FieldAnswer { key: key.to_owned(), revision: 0, answer };
    let cases = [
        (correction("nama", 0, "Ibu Guru"), ""),
        (correction("nama", 0, "Ibu Lain"), "FIELD_REPEATED"),
        (check("tmt_golongan", 0), "FIELD_READ_ONLY"),
        (correction("unor_induk", 0, "A1.ROOT"), "FIELD_READ_ONLY"),
        (check("password", 0), "FIELD_KEY_UNKNOWN"),
        (check("", 0), "FIELD_KEY_UNKNOWN"),
        (check("nama\0", 0), "FIELD_KEY_UNKNOWN"),
        (correction("'; drop table registration.dossiers; --", 0, "x"), "FIELD_KEY_UNKNOWN"),
        (correction("tempat_lahir", 0, " Bandung "), "CORRECTION_EQUALS_DATABASE"),
        (check("alamat", 0), "VALUE_MISSING"),
        (nothing("gelar_depan", None), "VALUE_MISSING"),
        (nothing("gelar_belakang", Some(Answer::Check(false))), "VALUE_MISSING"),
        (correction("agama", 0, "III/a"), "REFERENCE_UNKNOWN"),
        (correction("golongan_ruang", 0, "A2.ROOT"), "REFERENCE_UNKNOWN"),
        (correction("jabatan", 0, "Mantri"), "REFERENCE_UNKNOWN"),
        (correction("unor", 0, "A1"), "REFERENCE_UNKNOWN"),
        (correction("instansi_induk", 0, "A1.ROOT"), "REFERENCE_UNKNOWN"),
        (correction("eselon", 0, "\0"), "REFERENCE_UNKNOWN"),
        (correction("tmt_pns", 0, "2006-02-30"), "DATE_FORM"),
        (correction("tanggal_lahir", 0, "01-01-1980"), "DATE_FORM"),
        (correction("kode_pos", 0, "4011"), "DIGITS_FORM"),
        (correction("email", 0, "budi@localhost"), "EMAIL_INVALID"),
        (correction("nik", 0, "265441200012100007"), "NIK_LENGTH"),
        (correction("nip_lama", 0, "1234567"), "OLD_NIP_LENGTH"),
        (correction("kartu_pegawai", 0, "a\u{202e}b"), "TEXT_BIDI"),
        (correction("taspen", 0, "a\u{0}b"), "TEXT_CONTROL"),
    ];
    let (answers, expected): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
    let saved = desk.try_save(Teacher, answers).await.unwrap();
    let codes: Vec<&str> = saved.iter().map(|result| result.error_code.as_str()).collect();
    assert_eq!(codes, expected);
    assert!(saved.iter().all(|result| result.error_code.is_empty() == result.error_text.is_empty()));
    assert_eq!(
        (saved[1].revision, saved[1].correction.as_str()),
        (1, "Ibu Guru"),
        "what is kept stands beside the refusal"
    );
    assert_eq!(desk.world.count("select count(*) from registration.dossier_fields").await, 1);
}

#[tokio::test]
async fn a_million_characters_of_anything_are_refused() {
    let desk = Desk::with("save_long", Teacher).await;
    for (key, code) in [
        ("nama", "TEXT_TOO_LONG"),
        ("alamat", "TEXT_TOO_LONG"),
        ("tanggal_lahir", "DATE_FORM"),
        ("telepon", "DIGITS_FORM"),
        ("email", "EMAIL_INVALID"),
        ("nik", "NIK_LENGTH"),
        ("agama", "REFERENCE_UNKNOWN"),
    ] {
        assert_eq!(desk.save(Teacher, vec![correction(key, 0, &"7".repeat(1_000_000))]).await, [code], "{key}");
    }
}

#[tokio::test]
async fn a_request_has_1_to_100_fields() {
    let desk = Desk::with("save_count", Teacher).await;
    for count in [0, 101] {
        let status = desk.try_save(Teacher, vec![check("nama", 0); count]).await.refused();
        assert_eq!(broken_fields(&status), [("fields".to_owned(), "FIELDS_COUNT".to_owned())]);
    }
    let saved = desk.save(Teacher, vec![check("nama", 0); 100]).await;
    assert_eq!(saved.iter().filter(|code| *code == "FIELD_REPEATED").count(), 99);
}

#[tokio::test]
async fn nobody_reaches_somebody_elses_dossier() {
    let desk = Desk::with("save_own", Teacher).await;
    assert_eq!(reason(desk.try_save(Nurse, vec![check("nama", 0)]).await), "DOSSIER_NOT_FOUND");
    desk.confirmed(Nurse).await;
    desk.save(Nurse, vec![correction("nama", 0, "Perawat")]).await;
    assert_eq!(desk.field(Teacher, "nama").await.revision, 0);
}

#[tokio::test]
async fn a_locked_dossier_takes_no_answer() {
    let desk = Desk::with("save_locked", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru")]).await;
    let late = desk.try_save(Teacher, vec![correction("nama", 99, "\u{7}"), check("agama", 0)]).await.unwrap();
    assert!(late.iter().all(|result| result.error_code == "FIELD_NOT_OPEN"));
    assert_eq!((late[0].revision, late[0].correction.as_str()), (1, "Ibu Guru"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_devices_at_once_one_is_kept_and_the_other_sees_it() {
    let desk = Desk::with("save_race", Teacher).await;
    for (revision, key) in [(0, "nama"), (0, "tempat_lahir"), (1, "nama"), (1, "tempat_lahir")] {
        let typed = |text: &str| vec![correction(key, revision, &format!("{text} {revision}"))];
        let (one, other) = tokio::join!(desk.try_save(Teacher, typed("Satu")), desk.try_save(Teacher, typed("Dua")));
        let (one, other) = (one.unwrap().remove(0), other.unwrap().remove(0));
        let (kept, stale) = if one.error_code.is_empty() { (&one, &other) } else { (&other, &one) };
        assert_eq!((kept.error_code.as_str(), stale.error_code.as_str()), ("", "STALE_REVISION"));
        assert_eq!((stale.revision, &stale.correction), (revision + 1, &kept.correction));
        assert_eq!(desk.field(Teacher, key).await.correction, kept.correction);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_save_and_a_submission_at_once_what_is_kept_is_handed_in() {
    let desk = Desk::with("save_submit_race", Teacher).await;
    desk.fill_in(Teacher, &[("nama", "Nama 0")]).await;
    let (mut kept, mut late) = (0, 0);
    for round in 1..=20 {
        let (before, typed) = (desk.field(Teacher, "nama").await, format!("Nama {round}"));
        let save = vec![correction("nama", before.revision, &typed)];
        let (saved, submitted) = tokio::join!(desk.save(Teacher, save), desk.submit(Teacher));
        let frozen = match saved[0].as_str() {
            "" => {
                kept += 1;
                typed
            }
            "FIELD_NOT_OPEN" => {
                late += 1;
                before.correction
            }
            other => panic!("in round {round}: {other}"),
        };
        let sql = format!(
            "select count(*) from registration.submission_fields
             where submission = {submitted} and key = 'nama' and correction = '{frozen}'"
        );
        assert_eq!(desk.world.count(&sql).await, 1, "in round {round}");
        desk.recalled(Teacher, submitted).await;
    }
    println!("kept {kept}, late {late}");
}

#[tokio::test]
async fn a_save_asks_the_database_twice() {
    let desk = Desk::with("save_statements", Teacher).await;
    desk.save(Teacher, vec![check("nama", 0)]).await;
    let (statements, saved) = statements_of(desk.save(Teacher, vec![check("agama", 0), check("unor", 0)])).await;
    assert_eq!((saved, statements.len()), (vec![String::new(); 2], 2), "{statements:?}");
    let (statements, saved) = statements_of(desk.save(Teacher, vec![check("agama", 0)])).await;
    assert_eq!((saved, statements.len()), (vec![String::new()], 1), "known already: {statements:?}");
    let (statements, _) = statements_of(desk.save(Teacher, vec![correction("jabatan", 0, "Guru")])).await;
    assert_eq!(statements.len(), 3, "a code has a label: {statements:?}");
}

#[tokio::test]
async fn what_is_p2_stands_nowhere_in_clear() {
    let desk = Desk::with("save_sealed", Teacher).await;
    let secrets = [
        ("nik", "3273010101807777"),
        ("alamat", "Jalan Kenari 7777"),
        ("telepon", "081277777777"),
        ("email", "kenari7777@example.go.id"),
        ("npwp", "777777777777777"),
        ("bpjs", "7777777777777"),
    ];
    desk.submitted(Teacher, &secrets).await;
    for (key, value) in secrets {
        assert_eq!(desk.field(Teacher, key).await.correction, value, "its owner reads it");
    }
    nowhere_in_clear(&desk, &secrets).await;
    desk.completed(Teacher, 1, &secrets.map(|(key, _)| key), &[]).await;
    for (key, value) in secrets {
        assert_eq!(desk.field(Teacher, key).await.database_value, value, "it is master data");
    }
    nowhere_in_clear(&desk, &secrets).await;
}

/// Looks through every column of every table of the schema; a value that may be in clear is found, so that the search can fail.
async fn nowhere_in_clear(desk: &Desk, secrets: &[(&str, &str)]) {
    assert!(tables_with(desk, "Teacher").await > 0);
    assert!(tables(desk).await.contains(&"outbox".to_owned()));
    for (key, value) in secrets {
        assert_eq!(tables_with(desk, value).await, 0, "{key}");
    }
}

async fn tables_with(desk: &Desk, canary: &str) -> i64 {
    // Rows as text show bytes in hexadecimal: what is kept as bytes in clear is looked for in that form too.
    let hexadecimal = data_encoding::HEXLOWER.encode(canary.as_bytes());
    let mut found = 0;
    for table in tables(desk).await {
        let sql = format!(
            "select count(*) from registration.{table} r where r::text like '%{canary}%' or r::text like '%{hexadecimal}%'"
        );
        found += i64::from(desk.world.count(&sql).await > 0);
    }
    found
}

async fn tables(desk: &Desk) -> Vec<String> {
    let mut connection = desk.world.app.db.read().await.unwrap();
    sqlx::query_scalar(
        "select table_name::text from information_schema.tables
         where table_schema = 'registration' and table_type = 'BASE TABLE'",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap()
}
