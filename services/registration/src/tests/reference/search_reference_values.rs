//! Type-ahead: by the beginning of label, code or word, and by nothing else.

use proto::registration::v1::{ImportKind, SearchReferenceValuesRequest, dossier_service_client::DossierServiceClient};
use tonic::{Code, Status};

use crate::{
    grpc,
    tests::{
        harness::{Refused as _, World, broken_fields, public, reason},
        master::import_support::File,
    },
};

async fn ask(world: &World, request: SearchReferenceValuesRequest) -> Result<Vec<String>, Status> {
    let mut client = DossierServiceClient::new(grpc::dossier_service(world.app.clone()));
    let values = client.search_reference_values(public(request)).await?.into_inner().values;
    Ok(values.into_iter().map(|value| value.code).collect())
}

fn request(table: &str, query: &str) -> SearchReferenceValuesRequest {
    SearchReferenceValuesRequest { table: table.into(), query: query.into(), page_size: 0, agency_code: String::new() }
}

async fn search(world: &World, table: &str, query: &str) -> Vec<String> {
    ask(world, request(table, query)).await.unwrap()
}

async fn with_positions(test: &str) -> World {
    let world = World::new(test).await;
    let rows = "table,code,label,active\njabatan,J1,Guru Ahli Muda,true\njabatan,J2,Guru Ahli Pertama,true\n\
        jabatan,J3,Ahli Gizi,true\njabatan,J4,Ahli Waris,false\njabatan,J5,\"Analis Program, Anggaran (APBN)\",true\n\
        jabatan,J6,Dokter Gigi Ahli-Muda,true\nlokasi,J1,Guru,true\n";
    world.import(&File::by_lines(ImportKind::Reference, rows.as_bytes(), 9)).await;
    world
}

#[tokio::test]
async fn a_value_is_found_by_its_label_its_code_and_each_word() {
    let world = with_positions("search_reference").await;
    for (query, found) in [
        ("guru", vec!["J1", "J2"]),
        ("GURU  ahli m", vec!["J1"]),
        ("ahli", vec!["J3", "J1", "J6", "J2"]),
        ("ahli mu", vec!["J1", "J6"]),
        ("anggaran", vec!["J5"]),
        ("(apbn)", vec!["J5"]),
        ("program, ang", vec!["J5"]),
        ("j3", vec!["J3"]),
        ("waris", vec![]),
        ("uru", vec![]),
        ("muda guru", vec![]),
    ] {
        assert_eq!(search(&world, "jabatan", query).await, found, "{query}");
    }
}

#[tokio::test]
async fn nothing_typed_shows_the_first_values_by_label() {
    let world = World::new("search_reference_all").await;
    let grades = search(&world, "golongan", "").await;
    assert_eq!((grades.len(), grades[0].as_str(), grades[16].as_str()), (17, "I/a", "IV/e"));
    assert_eq!(search(&world, "golongan", "   ").await, grades);
    assert_eq!(search(&world, "golongan", "III/").await, ["III/a", "III/b", "III/c", "III/d"]);
    assert_eq!(search(&world, "kedudukan_hukum", "").await, ["active", "suspended", "deceased", "retired"]);
    let few = SearchReferenceValuesRequest { page_size: 2, ..request("golongan", "") };
    assert_eq!(ask(&world, few).await.unwrap(), ["I/a", "I/b"]);
}

#[tokio::test]
async fn agencies_and_units_are_found_where_they_live() {
    let world = World::new("search_reference_places").await;
    assert_eq!(search(&world, "instansi", "bandung").await, ["A1"]);
    assert_eq!(search(&world, "instansi", "kementerian").await, ["A2"]);
    assert_eq!(search(&world, "unor", "dinas").await, ["A1.HEALTH", "A1.SCHOOLS"]);
    let of = |agency: &str| SearchReferenceValuesRequest { agency_code: agency.into(), ..request("unor", "") };
    assert_eq!(ask(&world, of("A2")).await.unwrap(), ["A2.ROOT"]);
    assert_eq!(ask(&world, of("A1")).await.unwrap().len(), 4);
    assert!(ask(&world, of("NOWHERE")).await.unwrap().is_empty());
    world.execute("update registration.org_units set name = 'Badan Baru' where code = 'A2.ROOT'").await;
    assert_eq!(search(&world, "unor", "baru").await, ["A2.ROOT"]);
    assert!(search(&world, "unor", "kementerian").await.is_empty());
}

#[tokio::test]
async fn one_value_under_many_words_leaves_room_for_the_others() {
    let world = World::new("search_reference_words").await;
    let many = "satu ".repeat(30);
    let rows = format!("table,code,label,active\njabatan,J1,Xa {many},true\njabatan,J2,Xb Satuan,true\n");
    world.import(&File::by_lines(ImportKind::Reference, rows.as_bytes(), 9)).await;
    let two = SearchReferenceValuesRequest { page_size: 2, ..request("jabatan", "satu") };
    assert_eq!(ask(&world, two).await.unwrap(), ["J1", "J2"]);
}

#[tokio::test]
async fn what_looks_like_a_pattern_or_a_statement_finds_nothing() {
    let world = with_positions("search_reference_hostile").await;
    for query in ["%", "_", "%uru", "\\", "'", "'; drop table registration.reference_values; --", "{{7*7}}", "*", "."] {
        assert!(search(&world, "jabatan", query).await.is_empty(), "{query}");
    }
    assert_eq!(search(&world, "jabatan", "guru%").await, ["J1", "J2"], "signs are no letters");
}

#[tokio::test]
async fn a_query_that_breaks_a_rule_is_named() {
    let world = World::new("search_reference_rules").await;
    let marks = format!("e{}", "\u{301}".repeat(5_000));
    let (long, fits) = ("a".repeat(101), "a".repeat(100));
    for (query, rule) in [(marks.as_str(), "TEXT_TOO_LONG"), (&long, "TEXT_TOO_LONG"), ("a\0b", "TEXT_CONTROL")] {
        let status = ask(&world, request("jabatan", query)).await.refused();
        assert_eq!(broken_fields(&status), [("query".into(), rule.into())]);
    }
    assert!(search(&world, "jabatan", &fits).await.is_empty());
    let marks = format!("e{}", "\u{301}".repeat(50));
    let status = ask(&world, request("jabatan", &marks)).await.refused();
    assert_eq!(broken_fields(&status), [("query".into(), "TEXT_COMBINING".into())]);
    let many = SearchReferenceValuesRequest { page_size: 51, agency_code: "\0".into(), ..request("unor", "") };
    let expected = [("agency_code".into(), "TEXT_CONTROL".into()), ("page_size".into(), "PAGE_SIZE_RANGE".into())];
    assert_eq!(broken_fields(&ask(&world, many).await.refused()), expected);
    for table in ["", "employees", "golongan\0", "Golongan"] {
        let status = ask(&world, request(table, "")).await.refused();
        assert_eq!(status.code(), Code::NotFound);
        assert_eq!(reason::<()>(Err(status)), "REFERENCE_TABLE_UNKNOWN");
    }
}
