//! One line of CSV, quoted as RFC 4180 says, and rows whose fields can be spoiled one by one.

use super::employee::{Column, HEADER};

/// The fields of an employee's row; kept from row to row, so that a million rows need no million allocations.
#[derive(Clone, Default)]
pub(super) struct Row([String; HEADER.len()]);

impl Row {
    /// A field, to be changed.
    pub(super) fn field(&mut self, column: Column) -> &mut String {
        &mut self.0[column as usize]
    }

    /// Replaces a field.
    pub(super) fn set(&mut self, column: Column, value: &str) {
        let field = self.field(column);
        field.clear();
        field.push_str(value);
    }

    /// Takes over everything of another row but where the person is placed.
    pub(super) fn take_person(&mut self, other: &Self) {
        for (place, (field, theirs)) in self.0.iter_mut().zip(&other.0).enumerate() {
            let placement = [Column::AgencyCode, Column::WorkAgencyCode, Column::UnitCode];
            if !placement.map(|column| column as usize).contains(&place) {
                field.clone_from(theirs);
            }
        }
    }

    /// The fields in the order of the header.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// Appends the fields as one line, with its line feed. No field holds a line feed, so a line of the file is a row.
pub(super) fn write_line<'a>(line: &mut String, fields: impl IntoIterator<Item = &'a str>) {
    for (place, field) in fields.into_iter().enumerate() {
        debug_assert!(!field.contains(['\n', '\r']));
        if place > 0 {
            line.push(',');
        }
        if field.contains([',', '"']) {
            line.push('"');
            line.push_str(&field.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(field);
        }
    }
    line.push('\n');
}

#[cfg(test)]
mod tests {
    use super::write_line;

    #[test]
    fn any_reader_of_csv_reads_what_was_written() {
        let fields = ["", "S.Pd., M.Si.", "say \"yes\"", "plain", "'", "٣"];
        let mut line = String::new();
        write_line(&mut line, fields);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
        let read = reader.records().next().expect("a row").expect("valid CSV");
        assert_eq!(read.iter().collect::<Vec<_>>(), fields);
    }
}
