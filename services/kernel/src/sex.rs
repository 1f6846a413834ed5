//! Sex as the identifiers encode it.

/// Sex as NIP and NIK encode it (*jenis kelamin*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// *Laki-laki*; 1 in a NIP.
    Male,
    /// *Perempuan*; 2 in a NIP, day of birth + 40 in a NIK.
    Female,
}

impl Sex {
    /// Stable name for stores and messages: `male` or `female`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}
