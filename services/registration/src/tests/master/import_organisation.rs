//! Agencies and units taken in: copies elsewhere learn what changed, where it stands, and which word is the newest.

use proto::registration::v1::{AgenciesImported, ImportKind, OrgUnitsImported};

use crate::tests::{harness::World, master::import_support::File};

const UNITS: &str = "code,agency_code,parent_code,name,level_1\n";

/// Code, version, ancestors.
type Told = (String, u64, Vec<String>);

async fn put(world: &World, kind: ImportKind, text: &str) {
    let done = world.import(&File::by_lines(kind, text.as_bytes(), 1000)).await;
    assert_eq!(done.refused_rows, 0);
}

async fn units_told(world: &World) -> Vec<Told> {
    let events = world.told::<OrgUnitsImported>().await;
    assert!(events.iter().all(|(_, _, event)| (1..=500).contains(&event.units.len())));
    let units = events.into_iter().flat_map(|(_, _, event)| event.units);
    units.map(|unit| (unit.code, unit.version, unit.ancestor_codes)).collect()
}

fn told(code: &str, version: u64, ancestors: &[&str]) -> Told {
    (code.to_owned(), version, ancestors.iter().map(|code| (*code).to_owned()).collect())
}

#[tokio::test]
async fn an_agency_counts_its_changes_and_no_repetition() {
    let world = World::new("import_agency_versions").await;
    let file = "code,name,kind,kanreg_code\nB1,Kabupaten B,regional,03\nB2,Badan B,central,\n";
    let others = "name,code,kind,kanreg_code\nBadan B,B2,central,\nKabupaten B,B1,regional,03\n";
    for text in [file, others, &file.replace("Badan B", "Badan Baru")] {
        put(&world, ImportKind::Agencies, text).await;
    }
    let events = world.told::<AgenciesImported>().await;
    let agencies = events.into_iter().flat_map(|(_, _, event)| event.agencies);
    let told: Vec<_> = agencies.map(|agency| (agency.code, agency.name, agency.version)).collect();
    let expected = [("B1", "Kabupaten B", 1), ("B2", "Badan B", 1), ("B2", "Badan Baru", 2)];
    assert_eq!(told, expected.map(|(code, name, version)| (code.to_owned(), name.to_owned(), version)));
}

#[tokio::test]
async fn a_unit_is_told_with_its_ancestors_and_a_repetition_is_not() {
    let world = World::new("import_unit_versions").await;
    let rows = "r,A1,,Root,false\nb,A1,r,Branch,true\nleaf,A1,b,Leaf,false\n";
    put(&world, ImportKind::Units, &format!("{UNITS}{rows}")).await;
    let made = [told("r", 1, &[]), told("b", 1, &["r"]), told("leaf", 1, &["r", "b"])];
    assert_eq!(units_told(&world).await, made);
    // The same rows in another file.
    put(&world, ImportKind::Units, &format!("{UNITS}\n{rows}")).await;
    assert_eq!(units_told(&world).await, made);
    assert_eq!(world.count("select sum(version)::bigint from registration.org_units where code = 'leaf'").await, 1);
    put(&world, ImportKind::Units, &format!("{UNITS}{}", rows.replace("Branch", "Bough"))).await;
    assert_eq!(units_told(&world).await[3..], [told("b", 2, &["r"])], "a name is nobody else's business");
}

#[tokio::test]
async fn whoever_stands_below_a_unit_that_moves_is_told_anew() {
    let world = World::new("import_unit_moves").await;
    let rows = "r,A1,,Root,false\ns,A1,,Second,false\nb,A1,r,Branch,true\nt,A1,b,Twig,false\nleaf,A1,t,Leaf,false\n\
                aside,A1,r,Aside,false\n";
    put(&world, ImportKind::Units, &format!("{UNITS}{rows}")).await;
    let before = units_told(&world).await.len();
    put(&world, ImportKind::Units, &format!("{UNITS}{}", rows.replace("b,A1,r,", "b,A1,s,"))).await;
    let moved = [told("b", 2, &["s"]), told("t", 2, &["s", "b"]), told("leaf", 2, &["s", "b", "t"])];
    assert_eq!(units_told(&world).await[before..], moved);
    // Two moves in one file: the twig leaves the branch that goes back, and counts once.
    let again = rows.replace("t,A1,b,", "t,A1,aside,").replace("aside,A1,r,Aside,false\n", "");
    let again = again.replace("b,A1,r,", "aside,A1,r,Aside,false\nb,A1,r,");
    put(&world, ImportKind::Units, &format!("{UNITS}{again}")).await;
    let moved = [told("b", 3, &["r"]), told("t", 3, &["r", "aside"]), told("leaf", 3, &["r", "aside", "t"])];
    assert_eq!(units_told(&world).await[before + 3..], moved);
}

#[tokio::test]
async fn a_crowded_unit_moves_in_messages_of_500() {
    let world = World::new("import_unit_crowd").await;
    let below: String = (0..600).map(|place| format!("u{place:03},A1,b,Unit {place},false\n")).collect();
    put(
        &world,
        ImportKind::Units,
        &format!("{UNITS}r,A1,,Root,false\ns,A1,,Second,false\nb,A1,r,Branch,true\n{below}"),
    )
    .await;
    let before = units_told(&world).await.len();
    put(&world, ImportKind::Units, &format!("{UNITS}b,A1,s,Branch,true\n")).await;
    let told = units_told(&world).await;
    assert_eq!(told.len() - before, 601);
    assert!(told[before + 1..].iter().all(|(_, version, above)| *version == 2 && above == &["s", "b"]));
    assert_eq!(world.told::<OrgUnitsImported>().await.len(), 4, "603 and 601 units, two messages each");
}
