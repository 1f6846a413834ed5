//! An import begins once per file, and says where to go on.

use kernel::Caller;
use proto::registration::v1::{ImportKind, OpenImportRequest, OpenImportResponse};
use sha2::{Digest as _, Sha256};
use tonic::{Response, Status};

use crate::tests::{
    harness::{Refused as _, World, broken_fields, by},
    master::import_support::File,
};

const KANREG: &[u8] = b"code,name,city\n11,Kantor Regional XI,Manado\n12,Kantor Regional XII,Pekanbaru\n";

fn of(file: &[u8], kind: ImportKind) -> OpenImportRequest {
    let (file_sha256, file_size) = (Sha256::digest(file).to_vec(), file.len() as u64);
    OpenImportRequest { kind: kind.into(), file_sha256, file_size }
}

async fn open(world: &World, request: OpenImportRequest) -> Result<OpenImportResponse, Status> {
    let request = by(Caller::Operator("siti".to_owned()), request);
    world.client.clone().open_import(request).await.map(Response::into_inner)
}

#[tokio::test]
async fn an_import_begins_at_the_header_and_is_audited_once() {
    let world = World::new("open_import").await;
    let opened = open(&world, of(KANREG, ImportKind::Kanreg)).await.unwrap();
    assert_eq!((opened.next_offset, opened.next_line), (0, 1));
    assert_eq!((opened.accepted_rows, opened.refused_rows), (0, 0));
    let again = open(&world, of(KANREG, ImportKind::Kanreg)).await.unwrap();
    assert_eq!(again.import_id, opened.import_id);
    let audited = format!(
        "select count(*) from registration.audit_entries
         where action = 'open_import' and actor = 'operator:siti' and subject_id = '{}'",
        opened.import_id
    );
    assert_eq!(world.count(&audited).await, 1);
}

#[tokio::test]
async fn the_same_file_goes_on_where_it_stopped_and_no_other_does() {
    let world = World::new("open_import_again").await;
    let file = File::by_lines(ImportKind::Kanreg, KANREG, 2);
    let begun = world.send_chunks(&file, 0, 1).await;
    let again = open(&world, of(KANREG, ImportKind::Kanreg)).await.unwrap();
    assert_eq!((again.import_id.as_str(), again.next_offset), (begun.import_id.as_str(), file.offset(1)));
    assert_eq!((again.next_line, again.accepted_rows), (3, 1));
    for other in [of(KANREG, ImportKind::Agencies), of(&KANREG[1..], ImportKind::Kanreg)] {
        let other = open(&world, other).await.unwrap();
        assert!(other.import_id != begun.import_id && other.next_offset == 0);
    }
}

#[tokio::test]
async fn opened_many_times_at_once_it_is_one_import() {
    let world = World::new("open_import_race").await;
    let all = (0..8).map(|_| open(&world, of(KANREG, ImportKind::Kanreg)));
    let opened = futures::future::join_all(all).await;
    let ids: std::collections::HashSet<_> = opened.into_iter().map(|opened| opened.unwrap().import_id).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(world.count("select count(*) from registration.imports").await, 1);
}

#[tokio::test]
async fn what_does_not_describe_a_file_is_named_all_at_once() {
    let world = World::new("open_import_fields").await;
    let request = OpenImportRequest { kind: 0, file_sha256: vec![0; 31], file_size: 0 };
    let expected = [("kind", "IMPORT_KIND_UNKNOWN"), ("file_sha256", "CHECKSUM_LENGTH"), ("file_size", "FILE_EMPTY")];
    let broken = broken_fields(&open(&world, request).await.refused());
    assert_eq!(broken, expected.map(|(field, rule)| (field.into(), rule.into())));
    assert_eq!(world.count("select count(*) from registration.imports").await, 0);
}
