//! Files taken in: what is kept, refused and told, wherever the import stops and goes on.

use proto::registration::v1::{AgenciesImported, ImportKind, OrgUnitsImported};
use tonic::Status;

use crate::tests::{
    fixtures::Someone,
    harness::{World, reason},
    master::import_support::{File, message},
};

const HEADER: &str = "nip,old_nip,nik,name,front_title,back_title,birth_place,birth_date,sex,religion,grade,grade_tmt,\
    education,graduation_year,agency_code,work_agency_code,unit_code,position_type,position,echelon,tmt_cpns,tmt_pns,\
    legal_status\n";

/// A good row of the agency A1, born 1 January 1980.
fn row(sequence: u32, name: &str, unit: &str) -> String {
    format!(
        "198001012005012{sequence:03},,32730141018000{sequence:02},{name},,\"S.Pd., M.Si.\",Bandung,1980-01-01,F,Islam,\
         III/a,2020-04-01,S-1,2002,A1,A1,{unit},functional_general,Staf,,2005-01-01,,ACTIVE\n"
    )
}

fn employees(rows: &[String], lines: usize) -> File {
    File::by_lines(ImportKind::Employees, format!("{HEADER}{}", rows.concat()).as_bytes(), lines)
}

/// Good rows, one that was here before, and everything that can go wrong within and across chunks.
fn mixed() -> File {
    let teacher = row(1, "Teacher", "A1.HEALTH").replace("198001012005012001", &Someone::Teacher.nip());
    let mut rows = vec![
        row(1, "Ani", "A1.SCHOOL1"),
        row(2, "Budi", "A1.SCHOOL1"),
        row(1, "Ani in the same chunk", "A1.SCHOOL1"),
        row(3, "Citra", "A1.NOWHERE"),
        row(4, "\"Dewi", "A1.SCHOOL1"),
        row(5, "Eka", "A1.HEALTH").replace(",32730141018000", ",3273"),
        row(2, "Budi in another chunk", "A1.HEALTH"),
        teacher.clone(),
        row(6, "Fajar", "A2.ROOT"),
        "\n".to_owned(),
        row(7, "Gita", "A1.HEALTH").replace("ACTIVE", "RETIRED"),
        teacher.replace("Teacher", "Teacher again"),
        "too,few\n".to_owned(),
        row(8, "Hadi", "A1.ROOT"),
    ];
    // The last line of a file may lack its end.
    let last = rows.last_mut().unwrap();
    last.truncate(last.len() - 1);
    employees(&rows, 3)
}

fn refused(line: u64, column: &str, code: &str) -> (u64, String, String, bool) {
    (line, column.to_owned(), code.to_owned(), false)
}

fn doubted(line: u64, column: &str, code: &str) -> (u64, String, String, bool) {
    (line, column.to_owned(), code.to_owned(), true)
}

#[tokio::test]
async fn good_rows_are_kept_and_bad_ones_listed_with_line_column_and_rule() {
    let world = World::new("import_mixed").await;
    let done = world.import(&mixed()).await;
    assert_eq!(
        world.listed(&done.import_id).await,
        [
            refused(4, "nip", "NIP_DUPLICATE"),
            refused(5, "unit_code", "UNIT_UNKNOWN"),
            refused(6, "", "ROW_QUOTES"),
            doubted(7, "nik", "NIK_LENGTH"),
            refused(8, "nip", "NIP_DUPLICATE"),
            doubted(9, "nik", "NIK_SEX_DIFFERS"),
            refused(10, "unit_code", "UNIT_AGENCY"),
            refused(13, "nip", "NIP_DUPLICATE"),
            refused(14, "", "ROW_SHAPE"),
        ]
    );
    assert_eq!((done.accepted_rows, done.refused_rows), (6, 7));
    let in_service: Vec<bool> = world.told_employees().await.into_iter().map(|(_, _, active)| active).collect();
    assert_eq!(in_service.iter().filter(|active| **active).count(), 5);
    assert_eq!(in_service.len(), 6);
    assert_eq!(world.count("select count(*) from registration.import_seen").await, 0);
}

#[tokio::test]
async fn an_imported_employee_can_be_looked_up_and_nobody_reads_a_nik_from_the_table() {
    let world = World::new("import_look_up").await;
    world.import(&employees(&[row(1, "Ani", "A1.SCHOOL1")], 9)).await;
    let found = world.look_up("198001012005012001", "3273014101800001").await.expect("NIP and NIK match");
    assert_eq!(found.name, "Ani, S.Pd., M.Si.");
    let plain = "select count(*) from registration.employees e where e::text like '%3273014101800001%'";
    assert_eq!(world.count(plain).await, 0);
}

#[tokio::test]
async fn stopped_after_any_chunk_the_import_goes_on_as_if_it_had_not_been() {
    let file = mixed();
    let whole = World::new("import_whole").await;
    let done = whole.import(&file).await;
    for stop in 1..file.chunks.len() {
        let world = World::new(&format!("import_stop_{stop}")).await;
        let stopped = world.send_chunks(&file, 0, stop).await;
        assert_eq!(stopped.next_offset, file.offset(stop));
        let again = world.send_chunks(&file, stop, file.chunks.len()).await;
        assert_eq!(
            (again.accepted_rows, again.refused_rows, again.next_line),
            (done.accepted_rows, done.refused_rows, done.next_line)
        );
        assert_eq!(world.listed(&again.import_id).await, whole.listed(&done.import_id).await);
        assert_eq!(world.master_rows().await, whole.master_rows().await);
        assert_eq!(world.told_employees().await, whole.told_employees().await);
    }
}

#[tokio::test]
async fn data_that_is_there_already_changes_and_tells_nothing() {
    let world = World::new("import_twice").await;
    world.import(&mixed()).await;
    let (rows, told) = (world.master_rows().await, world.told_employees().await);
    // The same file is known by its checksum; the same data in another file by its values.
    let same = world.open_import(&mixed()).await;
    assert_eq!(same.next_offset, mixed().bytes.len() as u64);
    let mut other = mixed();
    other.chunks[0].splice(0..0, *b"\xEF\xBB\xBF");
    other.bytes = other.chunks.concat();
    let done = world.import(&other).await;
    assert_eq!((done.accepted_rows, done.refused_rows), (6, 7));
    assert_eq!(world.master_rows().await, rows);
    assert_eq!(world.told_employees().await, told);
}

#[tokio::test]
async fn a_line_that_never_ends_is_one_refused_row() {
    let world = World::new("import_endless").await;
    let endless = [b"x".repeat(20_000), b"y".repeat(20_000), b"z\n".to_vec()];
    let good = row(1, "Ani", "A1.SCHOOL1").into_bytes();
    let chunks = [vec![HEADER.as_bytes().to_vec()], endless.to_vec(), vec![good]].concat();
    let file = File { kind: ImportKind::Employees, bytes: chunks.concat(), chunks };
    let done = world.import(&file).await;
    assert_eq!(world.listed(&done.import_id).await, [refused(2, "", "ROW_TOO_LONG")]);
    assert_eq!((done.accepted_rows, done.next_line), (1, 4));
}

#[tokio::test]
async fn only_the_next_chunk_as_it_was_sent_is_taken() {
    let world = World::new("import_chunks").await;
    let file = employees(&[row(1, "Ani", "A1.SCHOOL1"), row(2, "Budi", "A1.SCHOOL1")], 2);
    let id = world.open_import(&file).await.import_id;
    let first = message(&id, 0, &file.chunks[0]);
    let refusal = |outcome: Result<_, Status>| reason(outcome);
    assert_eq!(refusal(world.send(vec![message(&id, 7, &file.chunks[0])]).await), "CHUNK_OFFSET");
    assert_eq!(refusal(world.send(vec![message(&id, 0, b"")]).await), "CHUNK_OFFSET");
    let mut changed = first.clone();
    changed.data[0] ^= 1;
    assert_eq!(refusal(world.send(vec![changed]).await), "CHUNK_CHECKSUM");
    assert_eq!(refusal(world.send(vec![message(&id, 0, &vec![b'x'; (1 << 20) + 1])]).await), "CHUNK_TOO_LARGE");
    assert_eq!(refusal(world.send(vec![message(&id, 0, &file.chunks[0][..20])]).await), "CHUNK_LINES");
    let other = "019abc00-0000-7000-8000-000000000000";
    assert_eq!(refusal(world.send(vec![message(other, 0, b"x")]).await), "IMPORT_NOT_FOUND");
    assert_eq!(refusal(world.send(vec![message("7", 0, b"x")]).await), "FIELDS_INVALID");
    // Nothing of that left a trace, and a chunk that was taken is not taken twice.
    assert_eq!(world.open_import(&file).await.next_offset, 0);
    assert_eq!(refusal(world.send(vec![first.clone()]).await), "OK");
    assert_eq!(refusal(world.send(vec![first]).await), "CHUNK_OFFSET");
    let beyond = message(&id, file.offset(1), &[file.chunks[1].as_slice(), b"more\n"].concat());
    assert_eq!(refusal(world.send(vec![beyond]).await), "CHUNK_OFFSET");
    assert_eq!(world.open_import(&file).await.next_offset, file.offset(1));
}

#[tokio::test]
async fn a_header_that_does_not_fit_is_named_and_nothing_is_kept() {
    let world = World::new("import_header").await;
    for (header, said) in [
        ("code,name\n", "column `city` is missing"),
        ("code,name,city,nip\n", "column 4 is not a column of this kind of file"),
        ("code,name,city,code\n", "column `code` stands in the header twice"),
    ] {
        let file = File::by_lines(ImportKind::Kanreg, header.as_bytes(), 9);
        let id = world.open_import(&file).await.import_id;
        let Err(status) = world.send(vec![message(&id, 0, &file.bytes)]).await else { panic!("taken: {header}") };
        assert_eq!(status.message(), said);
        assert_eq!(reason::<()>(Err(status)), "IMPORT_HEADER");
        assert_eq!(world.open_import(&file).await.next_offset, 0);
    }
}

#[tokio::test]
async fn agencies_and_units_are_taken_in_with_their_trees() {
    let world = World::new("import_tree").await;
    let agencies = "code,name,kind,kanreg_code\nB1,Kabupaten B,regional,03\nB2,Badan B,central,\nB1,Again,central,\n";
    let done = world.import(&File::by_lines(ImportKind::Agencies, agencies.as_bytes(), 2)).await;
    assert_eq!(world.listed(&done.import_id).await, [refused(4, "code", "CODE_DUPLICATE")]);
    let units = "code,agency_code,parent_code,name,level_1\n\
        r,B1,,Root,false\nb,B1,r,Branch,true\nleaf,B1,b,Leaf,false\nlost,B1,nowhere,Lost,false\nx,B2,r,X,false\n";
    let done = world.import(&File::by_lines(ImportKind::Units, units.as_bytes(), 2)).await;
    let listed = world.listed(&done.import_id).await;
    assert_eq!(listed, [refused(5, "parent_code", "UNIT_PARENT_UNKNOWN"), refused(6, "parent_code", "UNIT_AGENCY")]);
    let depths = "select sum(depth) from registration.org_unit_closure where descendant_code in ('r', 'b', 'leaf')";
    assert_eq!(world.count(depths).await, 1 + 1 + 2);
    // The leaf moves up; what did not change is not told of again.
    let moved = units.replace("leaf,B1,b,", "leaf,B1,r,");
    world.import(&File::by_lines(ImportKind::Units, moved.as_bytes(), 9)).await;
    assert_eq!(world.count(depths).await, 1 + 1);
    let told: Vec<String> = world
        .told::<OrgUnitsImported>()
        .await
        .into_iter()
        .flat_map(|(_, _, event)| event.units.into_iter().map(|unit| unit.code))
        .collect();
    assert_eq!(told, ["r", "b", "leaf", "leaf"]);
    let told = world.told::<AgenciesImported>().await;
    assert_eq!(told.iter().map(|(_, _, event)| event.agencies.len()).sum::<usize>(), 2);
}
