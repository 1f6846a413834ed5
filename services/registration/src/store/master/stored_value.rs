//! A value of a field as it is kept: P2 sealed, everything else in clear, never both.

use std::fmt;

/// Whatever columns `x` and `x_sealed` hold.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct StoredValue {
    /// P1 at most.
    pub(crate) clear: Option<String>,
    /// P2, under the person's data key.
    pub(crate) sealed: Option<Vec<u8>>,
}

impl fmt::Debug for StoredValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredValue").finish_non_exhaustive()
    }
}
