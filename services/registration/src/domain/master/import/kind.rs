//! What a file holds.

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Regional offices.
    Kanreg,
    /// Agencies.
    Agencies,
    /// Org units.
    Units,
    Employees,
    /// Values of reference tables.
    Reference,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Kanreg, Self::Agencies, Self::Units, Self::Employees, Self::Reference];

    /// Stable name, in stores.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Kanreg => "kanreg",
            Self::Agencies => "agencies",
            Self::Units => "units",
            Self::Employees => "employees",
            Self::Reference => "reference",
        }
    }

    /// Reads exactly what [`Kind::as_str`] writes.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
