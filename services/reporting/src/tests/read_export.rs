//! The bytes of a file: right rows, each once, harmless in a spreadsheet.

use data_encoding::HEXLOWER;
use kernel::{Person, Role};
use proto::reporting::v1::{ExportKind, ReadExportRequest};
use sha2::{Digest as _, Sha256};
use time::Duration;
use tonic::Status;

use super::{
    create_export::{create, request},
    fixtures::Someone,
    get_export::get,
    harness::{World, of, officer, reason},
};
use crate::jobs::write_exports;

/// The bytes and the size of the largest chunk.
pub(crate) async fn read(world: &World, person: &Person, export_id: &str) -> Result<(Vec<u8>, usize), Status> {
    let request = ReadExportRequest { export_id: export_id.to_owned() };
    let mut chunks = world.client.clone().read_export(of(person, request)).await?.into_inner();
    let (mut bytes, mut largest) = (Vec::new(), 0);
    while let Some(chunk) = chunks.message().await? {
        largest = largest.max(chunk.data.len());
        bytes.extend(chunk.data);
    }
    Ok((bytes, largest))
}

/// Asks for a file, lets it be written, and reads its lines without the first.
async fn lines(world: &World, person: &Person, kind: ExportKind, agency: &str) -> Vec<String> {
    let asked = create(world, person, request(kind, agency)).await.unwrap();
    write_exports(&world.app).await.unwrap();
    let text = String::from_utf8(read(world, person, &asked.export_id).await.unwrap().0).unwrap();
    text.split_terminator("\r\n").skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_file_begins_with_its_encoding_and_its_columns_and_has_the_promised_sum() {
    let world = World::new("read_export_head").await;
    world.tell(&Someone::Teacher.submits_as("Siti Aminah")).await;
    world.tell(&Someone::Teacher.is_confirmed()).await;
    let admin = officer(Role::AgencyAdmin, "agency:A1");
    let asked = create(&world, &admin, request(ExportKind::RegisteredEmployees, "")).await.unwrap();
    assert_eq!(reason(read(&world, &admin, &asked.export_id).await), "EXPORT_NOT_READY");
    write_exports(&world.app).await.unwrap();
    let (bytes, _) = read(&world, &admin, &asked.export_id).await.unwrap();
    let expected = "\u{FEFF}No Register,NIP,Nama,Instansi,Unit Kerja,Status,Tanggal Daftar\r\n\
        C8Y9GVR2,19800101 200501 1 001,Siti Aminah,Pemerintah Kota Bandung,SMA 1,Terkonfirmasi,05-01-2026 00:30 WIB\r\n";
    assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
    let ready = get(&world, &admin, &asked.export_id).await.unwrap();
    assert_eq!(ready.sha256, HEXLOWER.encode(&Sha256::digest(&bytes)));
    assert_eq!(ready.bytes, bytes.len() as u64);
    assert_eq!(
        reason(read(&world, &officer(Role::AgencyAdmin, "agency:A1"), &asked.export_id).await),
        "EXPORT_NOT_FOUND"
    );
}

/// Who asks, in which jurisdiction, for which agency; names of the registered, and the ends of the others' NIPs.
type Case = (Role, &'static str, &'static str, &'static [&'static str], &'static [&'static str]);

#[tokio::test]
async fn whose_rows_a_file_has_is_fixed_when_it_is_asked_for() {
    let world = World::new("read_export_scope").await;
    for someone in Someone::ALL {
        world.tell(&someone.submits()).await;
    }
    world.tell(&Someone::Colleague.is_rejected()).await;
    let cases: [Case; 8] = [
        (Role::BknAdmin, "nation", "", &["Teacher", "Nurse", "Clerk", "Islander", "Retired"], &["002"]),
        (Role::BknAdmin, "nation", "X1", &["Actor"], &[]),
        (Role::Verifier3, "kanreg:03", "", &["Teacher", "Nurse", "Retired"], &["002"]),
        (Role::Verifier3, "kanreg:03", "A3", &[], &[]),
        (Role::Verifier3, "kanreg:04", "A3", &["Islander"], &[]),
        (Role::Verifier2, "agency:A1", "", &["Teacher", "Nurse", "Retired"], &["002"]),
        (Role::AgencyAdmin, "agency:A2", "", &["Clerk"], &[]),
        (Role::AgencyAdmin, "agency:A2", "A1", &[], &[]),
    ];
    for (role, jurisdiction, agency, registered, unregistered) in cases {
        let person = officer(role, jurisdiction);
        let names: Vec<String> = lines(&world, &person, ExportKind::RegisteredEmployees, agency).await;
        let names: Vec<&str> = names.iter().map(|line| line.split(',').nth(2).unwrap()).collect();
        assert_eq!(names, registered, "{role} in {jurisdiction} asks for {agency:?}");
        let nips = lines(&world, &person, ExportKind::UnregisteredEmployees, agency).await;
        let nips: Vec<&str> = nips.iter().map(|line| &line.split(',').next().unwrap()[18..]).collect();
        assert_eq!(nips, unregistered, "{role} in {jurisdiction} asks for {agency:?}");
    }
}

#[tokio::test]
async fn hostile_names_are_text() {
    let world = World::new("read_export_hostile").await;
    let names = [
        (Someone::Teacher, "=HYPERLINK(\"http://evil\",\"x\")", "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\""),
        (Someone::Colleague, "Siti \"Nining\" Aminah", "\"Siti \"\"Nining\"\" Aminah\""),
        (Someone::Nurse, "a\r\n=b,c", "\"a  =b,c\""),
        (Someone::Retired, "\u{202E}+moor", "'+moor"),
    ];
    for (someone, name, _) in names {
        world.tell(&someone.submits_as(name)).await;
    }
    let written = lines(&world, &officer(Role::AgencyAdmin, "agency:A1"), ExportKind::RegisteredEmployees, "").await;
    for (at, (someone, name, cell)) in names.into_iter().enumerate() {
        let expected = format!("{},", someone.number());
        assert!(
            written[at].starts_with(&expected) && written[at].contains(&format!(",{cell},Pemerintah")),
            "{name:?}: {}",
            written[at]
        );
    }
    assert_eq!(written.len(), names.len(), "a name never makes a line");
}

#[tokio::test]
async fn who_is_in_a_file_stays_known_and_every_step_is_audited() {
    let world = World::new("read_export_audit").await;
    world.tell(&Someone::Teacher.submits()).await;
    world.tell(&Someone::Nurse.submits()).await;
    lines(&world, &officer(Role::AgencyAdmin, "agency:A1"), ExportKind::RegisteredEmployees, "").await;
    assert_eq!(world.count("select count(*) from reporting.fact_export_people").await, 2);
    let audited = "select action || ' ' || coalesce(details->>'rows', '-') from reporting.audit_entries order by occurred_at, action";
    assert_eq!(world.texts(audited).await, ["create_export -", "write_export 2", "read_export 2"]);
}

#[tokio::test]
async fn a_file_is_kept_for_a_week() {
    let world = World::new("read_export_expired").await;
    let admin = officer(Role::AgencyAdmin, "agency:A1");
    let asked = create(&world, &admin, request(ExportKind::RegisteredEmployees, "")).await.unwrap();
    write_exports(&world.app).await.unwrap();
    world.app.clock.turn(Duration::days(7) - Duration::minutes(1));
    assert_eq!(reason(read(&world, &admin, &asked.export_id).await), "OK");
    world.app.clock.turn(Duration::minutes(1));
    assert_eq!(reason(read(&world, &admin, &asked.export_id).await), "EXPORT_EXPIRED");
}
