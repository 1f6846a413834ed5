//! Which agencies there are, and which of them a run of so many employees has.

use super::chance::{Chance, apportion};
use super::region::Province;

/// An agency (instansi).
#[derive(Debug)]
pub(super) struct Agency<'a> {
    /// Four digits: the region's for regional agencies, 10.. for central ones.
    pub(super) code: String,
    pub(super) name: String,
    pub(super) body: Body<'a>,
    /// Employees of the real one, roughly.
    weight: u64,
}

/// What kind of body the agency is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body<'a> {
    /// A ministry or institution.
    Central(&'a Institution),
    /// A province.
    Province(&'a Province),
    /// A regency or city: its place in the province's list.
    Regency(&'a Province, usize),
}

/// A ministry or institution, as `deploy/demo/institutions.psv` lists it.
#[derive(Debug)]
pub(super) struct Institution {
    code: &'static str,
    name: &'static str,
    /// A ministry has Direktorat Jenderal, an institution Deputi.
    pub(super) ministry: bool,
    thousands: u64,
    /// What its offices in the regions are called.
    pub(super) field_office: &'static str,
    /// Fields of work.
    pub(super) fields: Vec<&'static str>,
}

/// The ministry, the institution, the province, the regency and the city that every run has: people of the walk-through
/// and of the tests belong to them.
const ALWAYS: [&str; 5] = ["1001", "1002", "3500", "3507", "3573"];

/// About so many employees for each agency, until there are no more agencies.
const EMPLOYEES_PER_AGENCY: usize = 150;

/// Every ministry and institution, by code.
pub(super) fn institutions() -> Vec<Institution> {
    super::rows(include_str!("../../../demo/institutions.psv"))
        .map(|[code, name, kind, thousands, field_office, fields]| Institution {
            code,
            name,
            ministry: kind == "m",
            thousands: thousands.parse().expect("the committed figures are numbers: a test reads them all"),
            field_office,
            fields: fields.split(';').collect(),
        })
        .collect()
}

impl<'a> Agency<'a> {
    fn central(institution: &'a Institution) -> Self {
        Self {
            code: institution.code.to_owned(),
            name: institution.name.to_owned(),
            body: Body::Central(institution),
            weight: institution.thousands * 1000,
        }
    }

    fn province(province: &'a Province) -> Self {
        Self {
            code: format!("{}00", province.code),
            name: format!("Pemerintah Provinsi {}", province.name),
            body: Body::Province(province),
            weight: 4000 + 900 * province.regencies.len() as u64,
        }
    }

    fn regency(province: &'a Province, place: usize) -> Self {
        let regency = &province.regencies[place];
        Self {
            code: regency.code.clone(),
            name: format!("Pemerintah {}", regency.full_name()),
            body: Body::Regency(province, place),
            weight: if regency.city { 4500 } else { 5800 },
        }
    }

    /// `central` or `regional`.
    pub(super) fn kind(&self) -> &'static str {
        if matches!(self.body, Body::Central(_)) { "central" } else { "regional" }
    }

    /// The regional office that serves it; empty for central agencies, which BKN's head office serves.
    pub(super) fn kanreg(&self) -> &'a str {
        match self.body {
            Body::Central(_) => "",
            Body::Province(province) | Body::Regency(province, _) => province.kanreg,
        }
    }
}

/// The agencies of a run, by code, each with its number of employees beside the fixed ones.
pub(super) fn staffed<'a>(
    institutions: &'a [Institution],
    provinces: &'a [Province],
    employees: usize,
    chance: &mut Chance,
) -> Vec<(Agency<'a>, u64)> {
    let regional = provinces.iter().flat_map(|province| {
        let autonomous = if province.has_autonomous_regencies() { province.regencies.len() } else { 0 };
        let regencies = (0..autonomous).map(move |place| Agency::regency(province, place));
        std::iter::once(Agency::province(province)).chain(regencies)
    });
    let (mut agencies, mut others): (Vec<_>, Vec<_>) = institutions
        .iter()
        .map(Agency::central)
        .chain(regional)
        .partition(|agency| ALWAYS.contains(&agency.code.as_str()));
    while agencies.len() < employees / EMPLOYEES_PER_AGENCY && !others.is_empty() {
        agencies.push(others.swap_remove(chance.below(others.len())));
    }
    agencies.sort_by(|one, other| one.code.cmp(&other.code));
    let weights: Vec<u64> = agencies.iter().map(|agency| agency.weight).collect();
    let parts = apportion(employees as u64, weights);
    agencies.into_iter().zip(parts).collect()
}

#[cfg(test)]
mod tests {
    use super::{ALWAYS, institutions, staffed};
    use crate::demo::chance::Chance;
    use crate::demo::region;

    #[test]
    fn a_small_run_has_one_of_each_kind_and_a_large_one_the_whole_nation() {
        let (institutions, provinces) = (institutions(), region::all());
        for (employees, agencies) in [(100, 5), (3000, 20), (1_000_000, 32 + 38 + 508)] {
            let staffed = staffed(&institutions, &provinces, employees, &mut Chance::new(1, "test"));
            assert_eq!(staffed.len(), agencies);
            assert_eq!(staffed.iter().map(|(_, staff)| staff).sum::<u64>(), employees as u64);
            assert!(staffed.is_sorted_by(|one, other| one.0.code < other.0.code), "no code twice");
            for code in ALWAYS {
                assert!(staffed.iter().any(|(agency, _)| agency.code == code), "{code}");
            }
        }
    }
}
