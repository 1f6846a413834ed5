//! Which agencies' people a report is about.

use kernel::{AgencyCode, Jurisdiction, KanregCode};

/// Agencies: one, those of a region, or all. Those made up for rehearsals (`X...`) are in neither region nor nation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    agency: Option<AgencyCode>,
    kanreg: Option<KanregCode>,
}

impl Area {
    /// All agencies.
    pub(crate) const NATION: Self = Self { agency: None, kanreg: None };

    /// What whoever holds this jurisdiction sees of what they ask for: one agency, or everything. `None` when that is
    /// nothing, and for a unit, which is less than an agency.
    #[must_use]
    pub(crate) fn of(jurisdiction: &Jurisdiction, asked: Option<&AgencyCode>) -> Option<Self> {
        let asked = asked.cloned();
        match jurisdiction {
            // A rehearsal is reported nowhere.
            Jurisdiction::OwnFile | Jurisdiction::Unit(_) | Jurisdiction::Rehearsal => None,
            Jurisdiction::Agency(own) => {
                let fits = asked.is_none_or(|asked| asked == *own);
                fits.then(|| Self { agency: Some(own.clone()), kanreg: None })
            }
            Jurisdiction::Kanreg(kanreg) => Some(Self { agency: asked, kanreg: Some(kanreg.clone()) }),
            Jurisdiction::Nation => Some(Self { agency: asked, kanreg: None }),
        }
    }

    /// The one agency, if it is one.
    #[must_use]
    pub(crate) fn agency(&self) -> Option<&str> {
        self.agency.as_ref().map(AgencyCode::as_str)
    }

    /// The region in which agencies must lie, if any.
    #[must_use]
    pub(crate) fn kanreg(&self) -> Option<&str> {
        self.kanreg.as_ref().map(KanregCode::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(jurisdiction: &str, asked: &str) -> Option<(Option<String>, Option<String>)> {
        let jurisdiction = Jurisdiction::parse(jurisdiction).unwrap();
        let area = Area::of(&jurisdiction, AgencyCode::parse(asked).ok().as_ref())?;
        Some((area.agency().map(str::to_owned), area.kanreg().map(str::to_owned)))
    }

    #[test]
    fn nobody_sees_more_than_their_jurisdiction() {
        let some =
            |agency: Option<&str>, kanreg: Option<&str>| Some((agency.map(str::to_owned), kanreg.map(str::to_owned)));
        assert_eq!(seen("agency:A1", ""), some(Some("A1"), None));
        assert_eq!(seen("agency:A1", "A1"), some(Some("A1"), None));
        assert_eq!(seen("agency:A1", "A2"), None);
        assert_eq!(seen("kanreg:03", ""), some(None, Some("03")));
        assert_eq!(seen("kanreg:03", "A2"), some(Some("A2"), Some("03")), "the query looks where A2 lies");
        assert_eq!(seen("rehearsal", ""), None);
        assert_eq!(seen("rehearsal", "X001"), None);
        assert_eq!(seen("nation", ""), some(None, None));
        assert_eq!(seen("nation", "A2"), some(Some("A2"), None));
        assert_eq!(seen("unit:A1.ROOT", ""), None);
        assert_eq!(seen("own", ""), None);
    }
}
