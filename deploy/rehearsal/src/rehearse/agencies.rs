//! The agencies of every rehearsal: their codes begin with X, so that reports, digests and feeds leave them out.
//!
//! Their names hold the run, so that no two runs import the same file: that is taken in once, whatever was purged since.
//!
//! They have a regional office of their own too, and a nation of their own: an officer of a real one must not find rehearsed
//! dossiers in the list, nor a rehearsed officer real ones.

use proto::identity::v1::{Role, jurisdiction::Area};

/// Regional offices, as `epupns import kanreg` reads them.
pub(super) const KANREG_CSV: &str = "code,name,city\nX01,Kantor Regional Geladi {run},Geladi\n";

/// Agencies, as `epupns import agencies` reads them.
pub(super) const AGENCIES_CSV: &str = "code,name,kind,kanreg_code\n\
    X001,Pemerintah Kabupaten Geladi {run},regional,X01\n\
    X002,Kementerian Geladi,central,\n";

/// Units, as `epupns import units` reads them. Only the roots are flagged: one officer each decides at level 1.
pub(super) const UNITS_CSV: &str = "code,agency_code,parent_code,name,level_1\n\
    X001,X001,,Pemerintah Kabupaten Geladi {run},true\n\
    X001-01,X001,X001,Dinas Geladi Pertama,false\n\
    X001-02,X001,X001,Dinas Geladi Kedua,false\n\
    X001-02-01,X001,X001-02,Bidang Geladi,false\n\
    X002,X002,,Kementerian Geladi,true\n\
    X002-01,X002,X002,Direktorat Geladi Pertama,false\n\
    X002-02,X002,X002,Direktorat Geladi Kedua,false\n\
    X002-02-01,X002,X002-02,Subdirektorat Geladi,false\n";

/// An agency of rehearsals.
pub(super) struct Agency {
    pub(super) code: &'static str,
    /// Where people are placed, in turn.
    pub(super) units: [&'static str; 3],
    /// Who decides, level 1 to 3.
    pub(super) offices: [Office; 3],
}

/// An officer's post.
pub(super) struct Office {
    /// In the user name, and in the reports of what went wrong.
    pub(super) stage: Stage,
    pub(super) role: Role,
    pub(super) area: fn() -> Area,
}

/// A level of verification, as the public contract names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Skpd,
    Bkd,
    KanregBkn,
}

impl Stage {
    /// In the order in which a dossier passes them.
    pub(super) const ALL: [Self; 3] = [Self::Skpd, Self::Bkd, Self::KanregBkn];

    /// In JSON.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Skpd => "skpd",
            Self::Bkd => "bkd",
            Self::KanregBkn => "kanreg_bkn",
        }
    }
}

const fn office(stage: Stage, role: Role, area: fn() -> Area) -> Office {
    Office { stage, role, area }
}

/// A regency and a ministry: their third levels differ.
pub(super) static AGENCIES: [Agency; 2] = [
    Agency {
        code: "X001",
        units: ["X001-01", "X001-02", "X001-02-01"],
        offices: [
            office(Stage::Skpd, Role::Verifier1, || Area::UnitCode("X001".to_owned())),
            office(Stage::Bkd, Role::Verifier2, || Area::AgencyCode("X001".to_owned())),
            office(Stage::KanregBkn, Role::Verifier3, || Area::KanregCode("X01".to_owned())),
        ],
    },
    Agency {
        code: "X002",
        units: ["X002-01", "X002-02", "X002-02-01"],
        offices: [
            office(Stage::Skpd, Role::Verifier1, || Area::UnitCode("X002".to_owned())),
            office(Stage::Bkd, Role::Verifier2, || Area::AgencyCode("X002".to_owned())),
            // BKN Pusat decides for every central agency; who plays it here, for every one that is made up.
            office(Stage::KanregBkn, Role::Verifier3, || Area::Rehearsal(true)),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_of_a_rehearsal_is_called_x() {
        for csv in [KANREG_CSV, AGENCIES_CSV, UNITS_CSV] {
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            assert!(reader.records().all(|row| row.unwrap()[0].starts_with('X')));
        }
        for agency in &AGENCIES {
            assert!(agency.units.iter().all(|unit| unit.starts_with(agency.code) && UNITS_CSV.contains(unit)));
            assert!(AGENCIES_CSV.contains(agency.code));
            assert_eq!(agency.offices.each_ref().map(|office| office.stage), Stage::ALL);
        }
    }

    #[test]
    fn no_officer_reaches_beyond_rehearsals() {
        for office in AGENCIES.iter().flat_map(|agency| &agency.offices) {
            match (office.area)() {
                Area::UnitCode(code) | Area::AgencyCode(code) | Area::KanregCode(code) => {
                    assert!(code.starts_with('X'))
                }
                Area::Rehearsal(all) => assert!(all),
                Area::Nation(_) => panic!("the nation is real"),
            }
        }
    }
}
