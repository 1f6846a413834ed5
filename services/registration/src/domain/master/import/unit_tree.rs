//! The trees of all agencies while a file of units is taken in: what a new unit may hang under.

use std::collections::{HashMap, HashSet};

use super::{problem::RowProblem, unit_row::UnitRow};

/// Agencies and units as they are after the rows so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct UnitTree {
    agencies: HashSet<String>,
    units: HashMap<String, Node>,
}

#[derive(Clone, Debug)]
struct Node {
    agency: String,
    parent: Option<String>,
}

impl UnitTree {
    /// What is known before the file: agencies, and units as (code, agency, parent).
    #[must_use]
    pub(crate) fn new(
        agencies: impl IntoIterator<Item = String>,
        units: impl IntoIterator<Item = (String, String, Option<String>)>,
    ) -> Self {
        let units = units.into_iter().map(|(code, agency, parent)| (code, Node { agency, parent })).collect();
        Self { agencies: agencies.into_iter().collect(), units }
    }

    /// Puts a unit in its place; parents come before their children.
    ///
    /// # Errors
    /// `AGENCY_UNKNOWN`, `UNIT_AGENCY` (a unit does not change agencies, nor hang under one of another),
    /// `UNIT_PARENT_UNKNOWN`, `UNIT_PARENT_CYCLE`. The tree stays as it was.
    pub(crate) fn place(&mut self, row: &UnitRow) -> Result<(), RowProblem> {
        let (code, agency) = (row.code.as_str(), row.agency.as_str());
        if !self.agencies.contains(agency) {
            return Err(RowProblem::of("agency_code", "AGENCY_UNKNOWN"));
        }
        if self.units.get(code).is_some_and(|known| known.agency != agency) {
            return Err(RowProblem::of("agency_code", "UNIT_AGENCY"));
        }
        let parent = row.parent.as_ref().map(|parent| parent.as_str());
        if let Some(parent) = parent {
            let known = self.units.get(parent).ok_or(RowProblem::of("parent_code", "UNIT_PARENT_UNKNOWN"))?;
            if known.agency != agency {
                return Err(RowProblem::of("parent_code", "UNIT_AGENCY"));
            }
            if self.is_below(parent, code) {
                return Err(RowProblem::of("parent_code", "UNIT_PARENT_CYCLE"));
            }
        }
        let node = Node { agency: agency.to_owned(), parent: parent.map(str::to_owned) };
        self.units.insert(code.to_owned(), node);
        Ok(())
    }

    /// Whether `unit` is `ancestor` or stands somewhere under it.
    fn is_below(&self, unit: &str, ancestor: &str) -> bool {
        let parent = |unit: &&str| self.units.get(*unit).and_then(|node| node.parent.as_deref());
        std::iter::successors(Some(unit), parent).any(|above| above == ancestor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::master::import::{Layout, UNIT_COLUMNS};

    fn tree() -> UnitTree {
        let unit = |code: &str, parent: Option<&str>| (code.to_owned(), "A".to_owned(), parent.map(str::to_owned));
        let other = ("other".to_owned(), "B".to_owned(), None);
        UnitTree::new(["A", "B"].map(str::to_owned), [unit("root", None), unit("leaf", Some("root")), other])
    }

    fn place(tree: &mut UnitTree, line: &str) -> Result<(), RowProblem> {
        let layout = Layout::of(&UNIT_COLUMNS, &UNIT_COLUMNS).unwrap();
        tree.place(&UnitRow::parse(&layout.record(line.as_bytes()).unwrap()).unwrap())
    }

    #[test]
    fn a_unit_hangs_under_one_of_its_own_agency_that_stands_above_it_in_the_file() {
        let mut tree = tree();
        let refused = |column, code| Err(RowProblem::of(column, code));
        assert_eq!(place(&mut tree, "new,A,leaf,New,false"), Ok(()));
        assert_eq!(place(&mut tree, "newer,A,new,Newer,false"), Ok(()));
        assert_eq!(place(&mut tree, "x,C,,X,false"), refused("agency_code", "AGENCY_UNKNOWN"));
        assert_eq!(place(&mut tree, "x,A,later,X,false"), refused("parent_code", "UNIT_PARENT_UNKNOWN"));
        assert_eq!(place(&mut tree, "x,A,other,X,false"), refused("parent_code", "UNIT_AGENCY"));
        assert_eq!(place(&mut tree, "other,A,,Other,false"), refused("agency_code", "UNIT_AGENCY"));
    }

    #[test]
    fn no_unit_stands_above_itself() {
        let mut tree = tree();
        let cycle = Err(RowProblem::of("parent_code", "UNIT_PARENT_CYCLE"));
        assert_eq!(place(&mut tree, "root,A,leaf,Root,false"), cycle);
        assert_eq!(place(&mut tree, "root,A,root,Root,false"), cycle);
        assert_eq!(place(&mut tree, "leaf,A,,Leaf,false"), Ok(()));
        assert_eq!(place(&mut tree, "root,A,leaf,Root,false"), Ok(()));
    }
}
