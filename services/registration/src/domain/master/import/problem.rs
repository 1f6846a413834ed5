//! Why a row is refused, or kept with a doubt.

use kernel::Coded;

/// A rule that a row breaks, so that it is not kept. Names column and rule, never the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowProblem {
    /// Empty when the row has the wrong shape.
    pub(crate) column: &'static str,
    /// Stable code of the rule.
    pub(crate) code: &'static str,
}

/// What is wrong with a column of a row that is kept all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Doubt {
    pub(crate) column: &'static str,
    /// Stable code of the rule.
    pub(crate) code: &'static str,
}

impl RowProblem {
    /// Another row of the same file has this key; the first one counts.
    pub(crate) const NIP_DUPLICATE: Self = Self::of("nip", "NIP_DUPLICATE");
    /// The same for all other kinds of file.
    pub(crate) const CODE_DUPLICATE: Self = Self::of("code", "CODE_DUPLICATE");

    /// A column breaks a rule.
    #[must_use]
    pub(crate) const fn of(column: &'static str, code: &'static str) -> Self {
        Self { column, code }
    }

    /// The row as a whole cannot be read.
    #[must_use]
    pub(crate) const fn row(code: &'static str) -> Self {
        Self { column: "", code }
    }

    /// A rule of the kernel's.
    pub(super) fn coded<E: Coded>(column: &'static str) -> impl Fn(E) -> Self {
        move |error| Self { column, code: error.code() }
    }
}
