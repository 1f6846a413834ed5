//! What kind of position somebody has, and whether they are in office: SAPK's words and ours.

/// What kind of position somebody has (*jenis jabatan*).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PositionType {
    /// *Struktural*.
    Structural,
    /// *Fungsional tertentu*.
    FunctionalSpecific,
    /// *Fungsional umum*.
    FunctionalGeneral,
}

/// Whether somebody is a civil servant now (*kedudukan hukum*).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LegalStatus {
    /// In office.
    Active,
    /// Suspended, and still to register.
    Suspended,
    /// Retired.
    Retired,
    /// Deceased.
    Deceased,
}

impl PositionType {
    pub(super) const NAMES: [(&'static str, Self); 3] = [
        ("structural", Self::Structural),
        ("functional_specific", Self::FunctionalSpecific),
        ("functional_general", Self::FunctionalGeneral),
    ];

    /// Stable name, in files and stores.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Structural => "structural",
            Self::FunctionalSpecific => "functional_specific",
            Self::FunctionalGeneral => "functional_general",
        }
    }
}

impl LegalStatus {
    pub(super) const NAMES: [(&'static str, Self); 4] = [
        ("ACTIVE", Self::Active),
        ("SUSPENDED", Self::Suspended),
        ("RETIRED", Self::Retired),
        ("DECEASED", Self::Deceased),
    ];

    /// Stable name, in stores.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Retired => "retired",
            Self::Deceased => "deceased",
        }
    }

    /// Whether the person may register.
    #[must_use]
    pub(crate) fn in_service(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }
}
