//! What an import refused, page by page.

use kernel::Caller;
use proto::registration::v1::{ImportKind, ListRefusedRowsRequest, RefusedRow};
use tonic::Status;

use crate::tests::{
    harness::{Refused as _, World, broken_fields, by, reason},
    master::import_support::File,
};

/// Lines 2 to 6; the odd ones lack a column.
const KANREG: &[u8] = b"code,name,city\n09,Kantor Regional IX,Jayapura\n10,X\n11,Kantor Regional XI,Manado\n12,XII\n\
    13,Kantor Regional XIII,Aceh\n";

async fn list(world: &World, import_id: &str, after_line: u64, page_size: u32) -> Result<Vec<RefusedRow>, Status> {
    let request = ListRefusedRowsRequest { import_id: import_id.to_owned(), after_line, page_size };
    let request = by(Caller::Operator("local".to_owned()), request);
    world.client.clone().list_refused_rows(request).await.map(|page| page.into_inner().rows)
}

fn lines(rows: &[RefusedRow]) -> Vec<u64> {
    rows.iter().map(|row| row.line).collect()
}

#[tokio::test]
async fn refused_rows_come_by_line_a_page_at_a_time() {
    let world = World::new("list_refused_rows").await;
    let done = world.import(&File::by_lines(ImportKind::Kanreg, KANREG, 2)).await;
    assert_eq!((done.accepted_rows, done.refused_rows), (3, 2));
    let all = list(&world, &done.import_id, 0, 0).await.unwrap();
    assert_eq!(lines(&all), [3, 5]);
    assert!(all.iter().all(|row| row.reason_code == "ROW_SHAPE" && row.column.is_empty() && !row.kept));
    assert_eq!(lines(&list(&world, &done.import_id, 0, 1).await.unwrap()), [3]);
    assert_eq!(lines(&list(&world, &done.import_id, 3, 1).await.unwrap()), [5]);
    for beyond in [5, u64::MAX] {
        assert!(list(&world, &done.import_id, beyond, 1).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_import_lists_its_own_rows_only() {
    let world = World::new("list_refused_rows_other").await;
    world.import(&File::by_lines(ImportKind::Kanreg, KANREG, 2)).await;
    let clean = File::by_lines(ImportKind::Kanreg, b"code,name,city\n14,Kantor Regional XIV,Manokwari\n", 2);
    let clean = world.import(&clean).await;
    assert!(list(&world, &clean.import_id, 0, 0).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_unknown_import_is_not_found_and_broken_fields_are_named() {
    let world = World::new("list_refused_rows_unknown").await;
    let unknown = "019abc00-0000-7000-8000-000000000000";
    assert_eq!(reason(list(&world, unknown, 0, 0).await), "IMPORT_NOT_FOUND");
    let broken = broken_fields(&list(&world, "7", 0, 0).await.refused());
    assert_eq!(broken, [("import_id".into(), "ID_INVALID".into())]);
    let broken = broken_fields(&list(&world, unknown, 0, 1001).await.refused());
    assert_eq!(broken, [("page_size".into(), "PAGE_SIZE_RANGE".into())]);
}
