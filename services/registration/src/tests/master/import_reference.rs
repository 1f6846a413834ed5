//! Values of reference tables taken in.

use proto::registration::v1::ImportKind;

use crate::{
    domain::reference::TABLES,
    store::reference::reference_values::labels_of,
    tests::{harness::World, master::import_support::File},
};

const HEADER: &str = "table,code,label,active\n";

async fn put(world: &World, rows: &str) -> Vec<(u64, String, String, bool)> {
    let done = world.import(&File::by_lines(ImportKind::Reference, format!("{HEADER}{rows}").as_bytes(), 3)).await;
    world.listed(&done.import_id).await
}

async fn label_of(world: &World, table: &str, code: &str) -> Option<(String, bool)> {
    let mut connection = world.app.db.read().await.unwrap();
    let asked = (table.to_owned(), code.to_owned());
    labels_of(&mut connection, std::slice::from_ref(&asked)).await.unwrap().remove(&asked)
}

#[tokio::test]
async fn values_are_kept_changed_and_counted_and_what_is_fixed_stays() {
    let world = World::new("import_reference").await;
    let rows = "jabatan,Guru,Guru,true\npendidikan,S-1,Sarjana,true\ngolongan,V/a,V/a,true\nagencies,1,One,true\n\
                jabatan,Guru,Guru lagi,true\nlokasi,Guru,Guru,true\n";
    let refused = |line, column: &str, code: &str| (line, column.to_owned(), code.to_owned(), false);
    assert_eq!(
        put(&world, rows).await,
        [
            refused(4, "table", "REFERENCE_TABLE_FIXED"),
            refused(5, "table", "REFERENCE_TABLE_UNKNOWN"),
            refused(6, "code", "CODE_DUPLICATE"),
        ]
    );
    put(&world, "pendidikan,S-1,Sarjana,true\njabatan,Guru,Guru,false\n").await;
    let version = |code| format!("select version from registration.reference_values where code = '{code}'");
    assert_eq!(world.count(&version("S-1")).await, 1, "the same value is no change");
    assert_eq!(world.count(&format!("{} and table_name = 'jabatan'", version("Guru"))).await, 2);
    assert_eq!(label_of(&world, "jabatan", "Guru").await, Some(("Guru".to_owned(), false)));
}

#[tokio::test]
async fn a_code_has_one_label_in_its_table_wherever_the_table_lives() {
    let world = World::new("reference_labels").await;
    let mut connection = world.app.db.read().await.unwrap();
    let known = [
        ("golongan", "IV/e", "IV/e - Pembina Utama"),
        ("jenis_kelamin", "female", "Perempuan"),
        ("kedudukan_hukum", "active", "Aktif"),
        ("instansi", "A1", "Pemerintah Kota Bandung"),
        ("unor", "A1.SCHOOLS", "Dinas Pendidikan"),
    ];
    let unknown = [("golongan", "A1"), ("instansi", "A1.SCHOOLS"), ("unor", "A1"), ("nowhere", "A1"), ("agama", "")];
    let pair = |table: &str, code: &str| (table.to_owned(), code.to_owned());
    let pairs = known.map(|(table, code, _)| (table, code)).into_iter().chain(unknown);
    let asked: Vec<_> = pairs.map(|(table, code)| pair(table, code)).collect();
    let labels = labels_of(&mut connection, &asked).await.unwrap();
    assert_eq!(labels.len(), known.len());
    for (table, code, label) in known {
        assert!(TABLES.contains(&table));
        assert_eq!(labels[&pair(table, code)], (label.to_owned(), true));
    }
}

#[tokio::test]
async fn every_value_that_the_master_data_allow_has_a_label() {
    let world = World::new("reference_fixed").await;
    let echelons = ["I", "II", "III", "IV", "V"].map(|level| [format!("{level}.a"), format!("{level}.b")]).concat();
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let fixed = [
        ("golongan", kernel::Grade::all().map(|grade| grade.as_str().to_owned()).collect()),
        ("eselon", echelons),
        ("jenis_jabatan", codes(&["structural", "functional_specific", "functional_general"])),
        ("kedudukan_hukum", codes(&["active", "suspended", "retired", "deceased"])),
        ("jenis_kelamin", codes(&["male", "female"])),
    ];
    for (table, codes) in fixed {
        for code in codes {
            assert!(label_of(&world, table, &code).await.is_some(), "{table} {code}");
        }
    }
}
