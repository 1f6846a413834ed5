//! reference.csv: the values that dossiers are chosen from, so that whatever the employees' extract holds stands in its table.

use std::collections::BTreeSet;

use super::career::levels;
use super::fixed_people;
use super::job::{Kind, head_of, jobs};
use super::output::CsvFile;
use super::region::Province;
use super::rows;
use super::units::{Unit, Work};

/// What somebody can have learned, with what people call it.
const EDUCATIONS: [(&str, &str); 10] = [
    ("SD", "SD (Sekolah Dasar)"),
    ("SMP", "SMP (Sekolah Menengah Pertama)"),
    ("SMA", "SMA (Sekolah Menengah Atas)"),
    ("D-I", "D-I (Diploma I)"),
    ("D-II", "D-II (Diploma II)"),
    ("D-III", "D-III (Diploma III)"),
    ("D-IV", "D-IV (Diploma IV)"),
    ("S-1", "S-1 (Sarjana)"),
    ("S-2", "S-2 (Magister)"),
    ("S-3", "S-3 (Doktor)"),
];

/// Positions as they are met, each once.
pub(super) struct Positions(BTreeSet<String>);

impl Positions {
    /// Those that any unit may have, and those of the fixed people.
    pub(super) fn new() -> Self {
        let all = [Work::Office, Work::School, Work::UpperSchool, Work::Health];
        let mut positions: BTreeSet<String> = fixed_people::ALL.iter().map(|fixed| fixed.career().position).collect();
        for job in all.iter().flat_map(|work| jobs(*work)) {
            match job.kind {
                Kind::Specific => {
                    positions.extend(levels(job.schooling).iter().map(|level| format!("{} {level}", job.name)));
                }
                Kind::Structural | Kind::General => drop(positions.insert(job.name.to_owned())),
            }
        }
        Self(positions)
    }

    /// That of the unit's head, if it has one.
    pub(super) fn meet(&mut self, unit: &Unit) {
        if !unit.echelon.is_empty() {
            self.0.insert(head_of(unit));
        }
    }

    /// Writes every value of every table.
    pub(super) fn write(&self, file: &mut CsvFile, provinces: &[Province]) -> std::io::Result<()> {
        let mut value = |table, code: &str, label: &str| file.row([table, code, label, "true"]).map(drop);
        for (code, label) in EDUCATIONS {
            value("pendidikan", code, label)?;
        }
        for position in &self.0 {
            value("jabatan", position, position)?;
        }
        // A city and the regency around it are one place of birth.
        let places: BTreeSet<&str> =
            provinces.iter().flat_map(|province| &province.regencies).map(|regency| regency.name).collect();
        for place in places {
            value("lokasi", place, place)?;
        }
        for [code, name] in rows(include_str!("../../../demo/kppn.psv")) {
            value("kppn", code, name)?;
        }
        Ok(())
    }
}
