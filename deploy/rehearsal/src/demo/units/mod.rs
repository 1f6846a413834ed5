//! Org units: the tree of one agency, at most four levels deep.

mod central;
mod regional;

use super::agency::{Agency, Body};
use super::culture::Culture;
use super::region::Province;

/// What people do in a unit; decides which positions it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Nobody is placed there, only in the units below.
    None,
    /// Files, people, money, policy.
    Office,
    /// Primary or lower secondary school.
    School,
    /// Upper secondary school.
    UpperSchool,
    /// Health centre or hospital.
    Health,
}

/// A node of the tree.
#[derive(Debug)]
pub(super) struct Unit {
    /// The parent's code, `-`, two or three digits; the root has the agency's code.
    pub(super) code: String,
    /// Place of the parent in the tree; the root has none.
    pub(super) parent: Option<usize>,
    pub(super) name: String,
    /// Whether a level-1 verifier sits here: down to the Dinas or Badan, the Biro or Direktorat, and not below.
    pub(super) level_1: bool,
    pub(super) work: Work,
    /// Echelon of its head; empty when a functional employee leads it.
    pub(super) echelon: &'static str,
    /// Staff of a real one, roughly.
    pub(super) weight: u64,
    children: usize,
}

/// The units of one agency, parents before children.
#[derive(Debug)]
pub(super) struct Tree(Vec<Unit>);

impl Tree {
    /// The tree of an agency with about so many employees.
    pub(super) fn of(agency: &Agency<'_>, staff: u64, provinces: &[Province], cultures: &[Culture]) -> Self {
        match agency.body {
            Body::Central(institution) => central::tree(agency, institution, staff, provinces),
            Body::Province(province) => {
                regional::tree(agency, regional::Tier::Province, province.name, staff, places(province, cultures))
            }
            Body::Regency(province, place) => {
                let seat = province.regencies[place].name;
                regional::tree(agency, regional::Tier::Regency, seat, staff, places(province, cultures))
            }
        }
    }

    /// The units in the order of the file.
    pub(super) fn units(&self) -> &[Unit] {
        &self.0
    }

    fn with_root(agency: &Agency<'_>) -> Self {
        Self(vec![Unit {
            code: agency.code.clone(),
            parent: None,
            name: agency.name.clone(),
            level_1: true,
            work: Work::None,
            echelon: "",
            weight: 0,
            children: 0,
        }])
    }

    fn add(&mut self, parent: usize, name: impl Into<String>, level_1: bool, echelon: &'static str) -> usize {
        self.add_place(parent, name, Work::Office, 6, level_1, echelon)
    }

    fn add_place(
        &mut self,
        parent: usize,
        name: impl Into<String>,
        work: Work,
        weight: u64,
        level_1: bool,
        echelon: &'static str,
    ) -> usize {
        let above = &mut self.0[parent];
        above.children += 1;
        let code = format!("{}-{:02}", above.code, above.children);
        self.0.push(Unit {
            code,
            parent: Some(parent),
            name: name.into(),
            level_1,
            work,
            echelon,
            weight,
            children: 0,
        });
        self.0.len() - 1
    }
}

fn places<'a>(province: &Province, cultures: &'a [Culture]) -> &'a [&'static str] {
    cultures.iter().find(|culture| culture.name == province.culture).map_or(&[], |culture| &culture.places)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::Tree;
    use crate::demo::chance::Chance;
    use crate::demo::{agency, culture, region};

    #[test]
    fn every_tree_is_a_tree_with_flags_above_its_leaves() {
        let (institutions, provinces, cultures) = (agency::institutions(), region::all(), culture::all());
        let staffed = agency::staffed(&institutions, &provinces, 200_000, &mut Chance::new(1, "test"));
        for (agency, staff) in &staffed {
            let tree = Tree::of(agency, *staff, &provinces, &cultures);
            let mut depth = HashMap::new();
            for unit in tree.units() {
                let above = unit.parent.map(|parent| &tree.units()[parent]);
                let level = above.map_or(1, |above| depth[&above.code] + 1);
                assert!(level <= 4, "{} is at level {level}", unit.code);
                assert!(depth.insert(unit.code.clone(), level).is_none(), "{} twice", unit.code);
                assert!(unit.code.starts_with(&agency.code) && unit.code.len() <= 36);
                assert!(
                    !unit.level_1 || above.is_none_or(|above| above.level_1),
                    "{}: flags go from the top",
                    unit.code
                );
                assert!(level > 1 || unit.level_1, "the root catches what nobody below takes");
                assert!(level < 4 || !unit.level_1, "{}: the lowest have no verifier", unit.code);
            }
            assert!(depth.values().any(|level| *level >= 3), "{}", agency.name);
        }
    }
}
