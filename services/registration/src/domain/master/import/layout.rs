//! Which column stands where: the header, read once.

use std::borrow::Cow;

use super::{fields::split, problem::RowProblem};

/// The order of the columns in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// For each column, in the kind's own order, its place in the line.
    places: Vec<usize>,
}

/// A header that does not fit the kind. Unknown columns are named by their place: a file without a header has people
/// where the names should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HeaderProblem {
    /// Not a line of CSV.
    #[error("the first line is not a line of CSV in UTF-8")]
    Unreadable,
    /// Counted from 1.
    #[error("column {0} is not a column of this kind of file")]
    Unknown(usize),
    /// The same name twice.
    #[error("column `{0}` stands in the header twice")]
    Twice(&'static str),
    /// Not there.
    #[error("column `{0}` is missing")]
    Missing(&'static str),
}

/// The fields of one row, in the order of the kind's columns.
pub(crate) struct Record<'a>(Vec<Cow<'a, str>>);

impl Layout {
    /// Reads a header line; a byte order mark before it is passed over.
    pub(crate) fn read(header: &[u8], columns: &[&'static str]) -> Result<Self, HeaderProblem> {
        let header = header.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(header);
        let names = split(header).map_err(|_| HeaderProblem::Unreadable)?;
        Self::of(&names, columns)
    }

    /// The layout of these names in this order.
    pub(crate) fn of(names: &[impl AsRef<str>], columns: &[&'static str]) -> Result<Self, HeaderProblem> {
        let mut places = vec![None; columns.len()];
        for (place, name) in names.iter().enumerate() {
            let column = columns.iter().position(|column| *column == name.as_ref());
            let column = column.ok_or(HeaderProblem::Unknown(place + 1))?;
            if places[column].replace(place).is_some() {
                return Err(HeaderProblem::Twice(columns[column]));
            }
        }
        let found = places.iter().zip(columns).map(|(place, column)| place.ok_or(HeaderProblem::Missing(column)));
        Ok(Self { places: found.collect::<Result<_, _>>()? })
    }

    /// The names in the order of the file: for a later [`Layout::of`].
    #[must_use]
    pub(crate) fn names(&self, columns: &[&'static str]) -> Vec<&'static str> {
        let mut names = vec![""; self.places.len()];
        for (place, column) in self.places.iter().zip(columns) {
            names[*place] = column;
        }
        names
    }

    /// Reads a row.
    ///
    /// # Errors
    /// Those of [`split`], and `ROW_SHAPE` when it has more or fewer fields than the header.
    pub(crate) fn record<'a>(&self, line: &'a [u8]) -> Result<Record<'a>, RowProblem> {
        let mut fields = split(line)?;
        if fields.len() != self.places.len() {
            return Err(RowProblem::row("ROW_SHAPE"));
        }
        Ok(Record(self.places.iter().map(|place| std::mem::take(&mut fields[*place])).collect()))
    }
}

impl<'a> Record<'a> {
    /// The fields, if the kind has `N` columns.
    pub(super) fn fields<const N: usize>(&self) -> Result<&[Cow<'a, str>; N], RowProblem> {
        self.0.as_slice().try_into().map_err(|_| RowProblem::row("ROW_SHAPE"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [&str; 3] = ["code", "name", "city"];

    #[test]
    fn columns_may_stand_in_any_order() {
        let layout = Layout::read(b"\xEF\xBB\xBFcity,code,name", &COLUMNS).unwrap();
        let record = layout.record(b"Medan,06,Kantor").unwrap();
        assert_eq!(record.fields::<3>().unwrap(), &["06", "Kantor", "Medan"]);
        assert_eq!(Layout::of(&layout.names(&COLUMNS), &COLUMNS).unwrap(), layout);
    }

    #[test]
    fn a_header_that_does_not_fit_says_where() {
        assert_eq!(Layout::read(b"code,name", &COLUMNS), Err(HeaderProblem::Missing("city")));
        assert_eq!(Layout::read(b"code,name,city,code", &COLUMNS), Err(HeaderProblem::Twice("code")));
        assert_eq!(Layout::read(b"code,town,city", &COLUMNS), Err(HeaderProblem::Unknown(2)));
        assert_eq!(Layout::read(b"code,\"name", &COLUMNS), Err(HeaderProblem::Unreadable));
    }

    #[test]
    fn a_row_has_as_many_fields_as_the_header() {
        let layout = Layout::read(b"code,name,city", &COLUMNS).unwrap();
        for line in ["06,Kantor", "06,Kantor,Medan,", ""] {
            assert_eq!(layout.record(line.as_bytes()).err(), Some(RowProblem::row("ROW_SHAPE")), "{line}");
        }
    }
}
