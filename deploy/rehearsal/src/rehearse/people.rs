//! The employees of a rehearsal: drawn by the generator of the demo data, with numbers that nobody in office can have.

use std::{collections::HashSet, path::Path};

use anyhow::Context as _;
use rand::{Rng as _, SeedableRng as _, rngs::ChaCha8Rng};

use super::agencies::AGENCIES;
use crate::demo;

/// So many years everybody is older than the generator makes them: born 1909 to 1945, they meet nobody in office.
const OLDER: u16 = 60;
/// What the generator makes at least.
const LEAST_DRAWN: usize = 100;
const DATES: [&str; 4] = ["birth_date", "grade_tmt", "tmt_cpns", "tmt_pns"];

/// An employee of a rehearsal agency. P1 and P2, invented: no `Debug`.
pub(super) struct Person {
    pub(super) nip: String,
    pub(super) nik: String,
}

/// Codes that stand in the reference tables of the system: what people choose from must hold what they have.
pub(super) struct Known {
    pub(super) education: String,
    pub(super) position: String,
}

/// Writes `employees.csv` into a directory and says who is in it. The same seed makes the same people.
pub(super) fn make(dir: &Path, people: usize, seed: u64, known: &Known) -> anyhow::Result<Vec<Person>> {
    let drawn = dir.join("drawn");
    let employees = u32::try_from(people.max(LEAST_DRAWN)).context("so many people cannot be made")?;
    demo::generate(demo::Order { employees, seed, error_millionths: 0 }, &drawn, &|_| {})?;
    let mut reader = csv::Reader::from_path(drawn.join("employees.csv"))?;
    let header = reader.headers()?.clone();
    let mut writer = csv::Writer::from_path(dir.join("employees.csv"))?;
    writer.write_record(&header)?;
    let mut numbers = Numbers::new(seed);
    let mut made = Vec::with_capacity(people);
    for (place, row) in reader.records().take(people).enumerate() {
        let mut row = Row { fields: row?.iter().map(str::to_owned).collect(), header: &header };
        made.push(row.rehearse(place, known, &mut numbers)?);
        writer.write_record(&row.fields)?;
    }
    writer.flush()?;
    anyhow::ensure!(made.len() == people, "the generator made {} people instead of {people}", made.len());
    Ok(made)
}

/// A row of employees.csv, to be changed by the names of its columns.
struct Row<'a> {
    fields: Vec<String>,
    header: &'a csv::StringRecord,
}

impl Row<'_> {
    fn field(&mut self, column: &str) -> anyhow::Result<&mut String> {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|at| self.fields.get_mut(at)).with_context(|| format!("employees.csv has no column {column}"))
    }

    fn set(&mut self, column: &str, value: &str) -> anyhow::Result<()> {
        value.clone_into(self.field(column)?);
        Ok(())
    }

    /// Makes somebody of the crowd an employee of a rehearsal agency.
    fn rehearse(&mut self, place: usize, known: &Known, numbers: &mut Numbers) -> anyhow::Result<Person> {
        for column in DATES {
            let date = self.field(column)?;
            *date = older(date).with_context(|| format!("{column} is no date"))?;
        }
        // What is later by a year and has no month: as old as the rest.
        let graduated = self.field("graduation_year")?;
        *graduated = older(graduated).context("graduation_year is no year")?;
        let agency = &AGENCIES[place % AGENCIES.len()];
        let units = agency.units;
        for (column, value) in [
            ("agency_code", agency.code),
            ("work_agency_code", agency.code),
            ("unit_code", units[place / AGENCIES.len() % units.len()]),
            ("old_nip", ""),
            ("education", &known.education),
            ("position_type", "functional_general"),
            ("position", &known.position),
            ("echelon", ""),
            ("legal_status", "ACTIVE"),
        ] {
            self.set(column, value)?;
        }
        let (birth, tmt) = (self.field("birth_date")?.clone(), self.field("tmt_cpns")?.clone());
        let sex = self.field("sex")?.clone();
        let nip = numbers.nip(&birth, &tmt, &sex);
        let nik = numbers.nik(self.field("nik")?, &nip);
        self.set("nip", &nip)?;
        self.set("nik", &nik)?;
        Ok(Person { nip, nik })
    }
}

/// The same day or year, earlier by [`OLDER`] years: a multiple of four, so that 29 February stays one.
fn older(date: &str) -> Option<String> {
    let (year, rest) = date.split_at_checked(4)?;
    let year: u16 = year.parse().ok()?;
    Some(format!("{:04}{rest}", year.checked_sub(OLDER)?))
}

/// Draws the last digits of NIP and NIK, no NIP twice. The seeds of two runs rarely meet.
struct Numbers {
    chance: ChaCha8Rng,
    given: HashSet<String>,
}

impl Numbers {
    fn new(seed: u64) -> Self {
        Self { chance: ChaCha8Rng::seed_from_u64(seed), given: HashSet::new() }
    }

    fn nip(&mut self, birth: &str, tmt: &str, sex: &str) -> String {
        let digits = |text: &str, count| text.chars().filter(char::is_ascii_digit).take(count).collect::<String>();
        let sex = if sex == "F" { 2 } else { 1 };
        loop {
            let sequence = self.chance.next_u32() % 999 + 1;
            let nip = format!("{}{}{sex}{sequence:03}", digits(birth, 8), digits(tmt, 6));
            if self.given.insert(nip.clone()) {
                return nip;
            }
        }
    }

    /// Keeps the district of the drawn one; date and sex agree with the NIP.
    fn nik(&mut self, drawn: &str, nip: &str) -> String {
        let district = drawn.get(..6).unwrap_or("317404");
        let day = nip[6..8].parse().unwrap_or(1) + if &nip[14..15] == "2" { 40 } else { 0 };
        let serial = self.chance.next_u32() % 9999 + 1;
        format!("{district}{day:02}{}{}{serial:04}", &nip[4..6], &nip[2..4])
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Nik, Nip};

    use super::*;

    fn made(people: usize, seed: u64) -> (Vec<Person>, String) {
        let dir = tempfile::tempdir().unwrap();
        let known = Known { education: "S-1".to_owned(), position: "Arsiparis Mahir".to_owned() };
        let made = make(dir.path(), people, seed, &known).unwrap();
        (made, std::fs::read_to_string(dir.path().join("employees.csv")).unwrap())
    }

    #[test]
    fn everybody_has_valid_numbers_that_nobody_in_office_can_have() {
        let (people, csv) = made(300, 7);
        assert_eq!(people.len(), 300);
        assert_eq!(csv.lines().count(), 301);
        let mut nips = HashSet::new();
        for person in &people {
            let (nip, nik) = (Nip::parse(&person.nip).unwrap(), Nik::parse(&person.nik).unwrap());
            assert!(nip.birth_date().year() <= 1945, "younger people can be in office");
            assert_eq!(nip.flags(Some(nip.birth_date()), Some(nip.sex())), []);
            assert_eq!(nik.mismatches(&nip), []);
            assert!(nips.insert(person.nip.clone()), "a NIP twice");
        }
        assert_eq!(csv.matches(",X001,X001,").count(), 150);
    }

    #[test]
    fn rows_name_rehearsal_agencies_only_and_everybody_is_active() {
        let (_, csv) = made(60, 7);
        for row in csv::Reader::from_reader(csv.as_bytes()).records() {
            let row = row.unwrap();
            assert!(row[14].starts_with('X') && row[15].starts_with('X') && row[16].starts_with(&row[14]));
            assert_eq!(&row[22], "ACTIVE");
        }
    }

    #[test]
    fn a_seed_makes_the_same_people_and_another_others() {
        assert_eq!(made(50, 7).1, made(50, 7).1);
        let nips = |seed| made(50, seed).0.into_iter().map(|person| person.nip).collect::<HashSet<_>>();
        assert!(nips(7).is_disjoint(&nips(8)));
    }

    #[test]
    fn a_leap_day_stays_one() {
        assert_eq!(older("1972-02-29").as_deref(), Some("1912-02-29"));
        assert_eq!(older("1999").as_deref(), Some("1939"));
        assert_eq!(older(""), None);
    }
}
