//! What every extract keeps, checked on 5,000 rows read back from the files with the kernel's own parsers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use kernel::{AgencyCode, Coded, Grade, Nik, Nip, OldNip, Role, UnitCode, check_text};
use time::Date;
use time::macros::format_description;

use super::flaw::Flaw;
use super::{AS_OF, Order, fixed_people, generate};

type Record = HashMap<String, String>;

struct Made {
    dir: tempfile::TempDir,
    manifest: serde_json::Value,
}

fn make(employees: u32, seed: u64, error_millionths: u32) -> Made {
    let dir = tempfile::tempdir().expect("a temporary directory");
    generate(Order { employees, seed, error_millionths }, dir.path(), &|_| {}).expect("generate");
    let manifest = std::fs::read(dir.path().join("manifest.json")).expect("the manifest");
    Made { manifest: serde_json::from_slice(&manifest).expect("JSON"), dir }
}

impl Made {
    fn records(&self, name: &str) -> Vec<Record> {
        let mut reader = csv::Reader::from_path(self.dir.path().join(name)).expect("the file");
        reader.deserialize().map(|record| record.expect("a valid row")).collect()
    }

    fn lines(&self, name: &str) -> Vec<String> {
        let text = std::fs::read_to_string(self.dir.path().join(name)).expect("the file");
        text.lines().map(str::to_owned).collect()
    }

    fn sha256(&self, name: &str) -> String {
        let files = self.manifest["files"].as_array().expect("files");
        let file = files.iter().find(|file| file["name"] == name).expect("the file");
        file["sha256"].as_str().expect("a checksum").to_owned()
    }

    /// What each declared line says: column, reason code, outcome.
    fn declared(&self) -> BTreeMap<usize, Record> {
        let number = |error: &Record| error["line"].parse().expect("a line number");
        self.records("errors.csv").into_iter().map(|error| (number(&error), error)).collect()
    }
}

fn date(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

/// Reads one physical line as a row; `None` if it has not the header's shape.
fn row(header: &str, line: &str) -> Option<Record> {
    let text = format!("{header}\n{line}\n");
    csv::Reader::from_reader(text.as_bytes()).deserialize().next()?.ok()
}

/// Column and code of the first rule that a row breaks, as an import would name them.
fn refusal(
    row: &Record,
    seen: &HashSet<String>,
    units: &HashSet<String>,
    agencies: &HashSet<String>,
) -> Option<(&'static str, &'static str)> {
    let nip = match Nip::parse(&row["nip"]) {
        Ok(nip) => nip,
        Err(problem) => return Some(("nip", problem.code())),
    };
    if seen.contains(nip.expose()) {
        return Some(("nip", "NIP_DUPLICATE"));
    }
    if let Err(problem) = check_text(&row["name"], 200) {
        return Some(("name", problem.code()));
    }
    if let Err(problem) = Grade::parse(&row["grade"]) {
        return Some(("grade", problem.code()));
    }
    if date(&row["grade_tmt"]).is_none() {
        return Some(("grade_tmt", "DATE_INVALID"));
    }
    if !agencies.contains(&row["agency_code"]) {
        return Some(("agency_code", "AGENCY_UNKNOWN"));
    }
    (!units.contains(&row["unit_code"])).then_some(("unit_code", "UNIT_UNKNOWN"))
}

/// Code of what is wrong with the NIK of a row that is kept.
fn nik_problem(row: &Record) -> Option<&'static str> {
    if row["nik"].is_empty() {
        return Some("NIK_MISSING");
    }
    match Nik::parse(&row["nik"]) {
        Err(problem) => Some(problem.code()),
        Ok(nik) => nik.mismatches(&Nip::parse(&row["nip"]).expect("checked before")).first().map(|flag| flag.code()),
    }
}

fn codes(made: &Made, name: &str) -> HashSet<String> {
    made.records(name).into_iter().map(|mut record| record.remove("code").expect("a code")).collect()
}

/// Whatever changes these changes everybody's demo data: say so in the change.
#[test]
fn the_same_seed_gives_the_same_bytes_on_every_machine() {
    let made = make(500, 7, 20_000);
    let sums = ["kanreg.csv", "agencies.csv", "units.csv", "reference.csv", "employees.csv", "errors.csv"]
        .map(|name| made.sha256(name)[..16].to_owned());
    assert_eq!(
        sums,
        [
            "351f1927a77a5721",
            "865d48a5333dd311",
            "2a53b708dd66b97f",
            "c5dcb2513e3009f2",
            "5c88e71ae2c08a3e",
            "64402149efcd076b"
        ]
    );
    assert_ne!(make(500, 8, 20_000).sha256("employees.csv"), made.sha256("employees.csv"));
}

#[test]
fn checksums_and_counts_are_those_of_the_files() {
    use sha2::Digest as _;
    let made = make(500, 7, 20_000);
    for file in made.manifest["files"].as_array().expect("files") {
        let name = file["name"].as_str().expect("a name");
        let bytes = std::fs::read(made.dir.path().join(name)).expect("the file");
        let sum: String = sha2::Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((file["sha256"].as_str(), file["bytes"].as_u64()), (Some(sum.as_str()), Some(bytes.len() as u64)));
        assert_eq!(file["rows"].as_u64(), Some(made.lines(name).len() as u64 - 1), "{name}");
    }
    assert_eq!(made.manifest["counts"]["employees"], 500);
    assert_eq!(made.manifest["counts"]["errors"], 10);
}

#[test]
fn every_declared_error_is_there_and_no_other() {
    let made = make(5_000, 3, 40_000);
    let (units, agencies, declared) = (codes(&made, "units.csv"), codes(&made, "agencies.csv"), made.declared());
    assert_eq!(declared.len(), 200);
    let lines = made.lines("employees.csv");
    assert_eq!(lines.len(), 5_001);
    let mut seen = HashSet::new();
    for (index, line) in lines.iter().enumerate().skip(1) {
        let error = declared.get(&(index + 1));
        let expected = |outcome: &str| error.filter(|error| error["outcome"] == outcome);
        let expected_refusal =
            expected("refused").map(|error| (error["column"].as_str(), error["reason_code"].as_str()));
        let Some(row) = row(&lines[0], line) else {
            assert!(matches!(expected_refusal, Some(("", "ROW_SHAPE" | "ROW_QUOTES"))), "line {}", index + 1);
            continue;
        };
        let refusal = refusal(&row, &seen, &units, &agencies);
        assert_eq!(refusal, expected_refusal, "line {}", index + 1);
        if refusal.is_none() {
            let expected = error.map(|error| error["reason_code"].as_str());
            assert_eq!(nik_problem(&row), expected, "line {}", index + 1);
            seen.insert(row["nip"].clone());
        }
    }
    let refused = made.manifest["counts"]["refused"].as_u64().expect("a count");
    assert_eq!(seen.len() as u64 + refused, 5_000);
    let kinds: HashSet<_> = declared.values().map(|error| error["flaw"].clone()).collect();
    assert_eq!(kinds.len(), Flaw::KINDS, "every kind occurs");
}

#[test]
fn good_rows_are_consistent_in_themselves() {
    let made = make(5_000, 5, 0);
    let units: HashMap<_, _> = made.records("units.csv").into_iter().map(|unit| (unit["code"].clone(), unit)).collect();
    let agencies = codes(&made, "agencies.csv");
    let mut niks = HashSet::new();
    for row in made.records("employees.csv") {
        let nip = Nip::parse(&row["nip"]).expect("a NIP");
        let nik = Nik::parse(&row["nik"]).expect("a NIK");
        assert!(niks.insert(row["nik"].clone()), "a NIK belongs to one person");
        assert_eq!(nik.mismatches(&nip), []);
        let birth = date(&row["birth_date"]).expect("a date");
        let sex = if row["sex"] == "M" { kernel::Sex::Male } else { kernel::Sex::Female };
        assert_eq!(nip.flags(Some(birth), Some(sex)), []);
        let [cpns, pns, grade] = ["tmt_cpns", "tmt_pns", "grade_tmt"].map(|column| date(&row[column]).expect("a date"));
        assert_eq!((cpns.year(), cpns.month(), cpns.day()), (nip.tmt_cpns().0, nip.tmt_cpns().1, 1));
        assert!(cpns <= pns && pns <= grade && grade <= AS_OF, "{row:?}");
        let age = cpns.year() - birth.year() - i32::from(cpns.ordinal() < birth.ordinal());
        assert!(fixed_people::ALL.iter().any(|fixed| fixed.nip == row["nip"]) || (18..=35).contains(&age), "{row:?}");
        let graduated: i32 = row["graduation_year"].parse().expect("a year");
        assert!((birth.year() + 15..=cpns.year()).contains(&graduated), "{row:?}");
        if !row["old_nip"].is_empty() {
            OldNip::parse(&row["old_nip"]).expect("a NIP lama");
            assert!(cpns.year() < 2009);
        }
        AgencyCode::parse(&row["agency_code"]).expect("a code");
        UnitCode::parse(&row["unit_code"]).expect("a code");
        assert_eq!(units[&row["unit_code"]]["agency_code"], row["agency_code"]);
        assert!(agencies.contains(&row["work_agency_code"]));
        check_text(&row["name"], 200).expect("a name");
        check_text(&row["position"], 200).expect("a position");
        assert_eq!(row["position_type"] == "structural", !row["echelon"].is_empty(), "{row:?}");
        let grade = Grade::parse(&row["grade"]).expect("a grade");
        let (low, high) = match row["education"].as_str() {
            "SMP" => ("I/c", "II/c"),
            "SMA" => ("II/a", "III/b"),
            "D-III" => ("II/c", "IV/a"),
            "S-1" => ("III/a", "IV/e"),
            "S-2" => ("III/b", "IV/e"),
            "S-3" => ("III/c", "IV/e"),
            other => panic!("{other}"),
        };
        let bounds = [low, high].map(|grade| Grade::parse(grade).expect("a grade"));
        assert!((bounds[0]..=bounds[1]).contains(&grade), "{row:?}");
    }
}

#[test]
fn units_come_after_their_parents_and_agencies_have_a_regional_office() {
    let made = make(5_000, 5, 0);
    let kanreg = codes(&made, "kanreg.csv");
    assert_eq!(kanreg.len(), 14);
    for agency in made.records("agencies.csv") {
        assert_eq!(agency["kind"] == "central", agency["kanreg_code"].is_empty(), "{agency:?}");
        assert!(agency["kanreg_code"].is_empty() || kanreg.contains(&agency["kanreg_code"]));
    }
    let mut above = HashSet::from([String::new()]);
    for unit in made.records("units.csv") {
        assert!(above.contains(&unit["parent_code"]), "{unit:?}");
        assert!(above.insert(unit["code"].clone()), "{unit:?}");
    }
}

#[test]
fn fixed_people_and_officers_are_in_the_smallest_run_and_in_a_large_one() {
    for made in [make(100, 1, 500_000), make(20_000, 2, 10_000)] {
        let units: HashMap<_, _> =
            made.records("units.csv").into_iter().map(|unit| (unit["code"].clone(), unit)).collect();
        let lines = made.lines("employees.csv");
        for (nip, unit_name, agency_code) in [
            ("198612262009122001", "Bagian Pengembangan Karier", "1001"),
            ("197501022014071003", "Sekretariat", "3573"),
        ] {
            let found: Vec<_> = lines.iter().filter(|line| line.starts_with(nip)).collect();
            let row = row(&lines[0], found[0]).expect("a good row");
            assert_eq!(
                (units[&row["unit_code"]]["name"].as_str(), row["agency_code"].as_str()),
                (unit_name, agency_code)
            );
        }
        for officer in made.manifest["officers"].as_array().expect("officers") {
            let role = Role::parse(officer["role"].as_str().expect("a role")).expect("a role");
            let unit = &units[officer["unit_code"].as_str().expect("a unit")];
            assert!(role != Role::Verifier1 || unit["level_1"] == "true", "{officer}");
            assert!(lines.iter().any(|line| line.starts_with(officer["nip"].as_str().expect("a NIP"))));
        }
        assert_eq!(made.manifest["fixed_people"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn a_manifest_stands_only_beside_complete_files() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let manifest = dir.path().join("manifest.json");
    std::fs::write(&manifest, "of an earlier run").expect("write");
    std::fs::create_dir(dir.path().join("employees.csv")).expect("something in the way");
    let order = Order { employees: 100, seed: 1, error_millionths: 0 };
    assert!(generate(order, Path::new(dir.path()), &|_| {}).is_err());
    assert!(!manifest.exists());
}

#[test]
fn a_unit_has_at_most_one_head() {
    let mut heads = HashSet::new();
    for row in make(5_000, 5, 0).records("employees.csv") {
        assert!(row["echelon"].is_empty() || heads.insert(row["unit_code"].clone()), "{row:?}");
    }
    assert!(heads.len() > 100);
}

/// Otherwise nobody could choose again what the master data hold.
#[test]
fn whatever_the_extract_holds_stands_in_its_reference_table() {
    let made = make(5_000, 5, 0);
    let mut values = HashSet::new();
    for value in made.records("reference.csv") {
        check_text(&value["code"], 200).expect("a code");
        check_text(&value["label"], 200).expect("a label");
        assert!(values.insert((value["table"].clone(), value["code"].clone())), "{value:?} twice");
    }
    for row in made.records("employees.csv") {
        for (table, column) in [("pendidikan", "education"), ("jabatan", "position"), ("lokasi", "birth_place")] {
            assert!(values.contains(&(table.to_owned(), row[column].clone())), "{table}: {}", row[column]);
        }
    }
    assert!(values.contains(&("kppn".to_owned(), "032".to_owned())));
}
