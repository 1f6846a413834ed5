//! manifest.json: what was made, from what, and who can be counted on to be in it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Order;
use super::fixed_people::{self, Fixed, Office};
use super::output::FileFacts;

/// The manifest. It is written last: a directory without one is not complete.
#[derive(Debug, Serialize)]
pub(crate) struct Manifest {
    /// The seed of every draw.
    pub(crate) seed: u64,
    /// Broken rows asked for, as a share of all.
    pub(crate) error_share: f64,
    /// The day of the extract.
    pub(crate) as_of: &'static str,
    /// How many of what.
    pub(crate) counts: Counts,
    /// Declared errors by reason code.
    pub(crate) errors_by_reason: BTreeMap<&'static str, u64>,
    /// Every file but this one.
    pub(crate) files: Vec<FileFacts>,
    /// People of the walk-through.
    fixed_people: Vec<FixedPerson>,
    /// People to make officers' accounts for.
    officers: Vec<Officer>,
}

/// How many of what.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Counts {
    /// Regional offices.
    pub(crate) kanreg: u64,
    /// Agencies.
    pub(crate) agencies: u64,
    /// Org units.
    pub(crate) units: u64,
    /// Values of reference tables.
    pub(crate) reference: u64,
    /// Rows of employees.csv, broken ones included.
    pub(crate) employees: u64,
    /// Broken rows.
    pub(crate) errors: u64,
    /// Broken rows that an import refuses; it keeps `employees - refused`.
    pub(crate) refused: u64,
    /// Kept rows whose NIK an import leaves empty, besides those that have none.
    pub(crate) kept_without_nik: u64,
}

#[derive(Debug, Serialize)]
struct FixedPerson {
    nip: &'static str,
    nik: &'static str,
    name: &'static str,
    agency_code: &'static str,
    unit_code: &'static str,
}

#[derive(Debug, Serialize)]
struct Officer {
    #[serde(flatten)]
    person: FixedPerson,
    username: &'static str,
    role: &'static str,
    /// `unit:CODE`, `agency:CODE`, `kanreg:CODE` or `nation`.
    jurisdiction: &'static str,
}

impl Manifest {
    /// The manifest of a finished run.
    pub(super) fn new(
        order: Order,
        counts: Counts,
        errors_by_reason: BTreeMap<&'static str, u64>,
        files: Vec<FileFacts>,
    ) -> Self {
        Self {
            seed: order.seed,
            error_share: f64::from(order.error_millionths) / 1_000_000.0,
            as_of: "2026-10-01",
            counts,
            errors_by_reason,
            files,
            fixed_people: fixed_people::ALL.iter().filter(|fixed| fixed.officer.is_none()).map(person).collect(),
            officers: fixed_people::ALL.iter().filter_map(officer).collect(),
        }
    }
}

fn person(fixed: &Fixed) -> FixedPerson {
    let Fixed { nip, nik, name, agency_code, unit_code, .. } = *fixed;
    FixedPerson { nip, nik, name, agency_code, unit_code }
}

fn officer(fixed: &Fixed) -> Option<Officer> {
    let Office(username, role, jurisdiction) = fixed.officer?;
    Some(Officer { person: person(fixed), username, role: role.as_str(), jurisdiction })
}
