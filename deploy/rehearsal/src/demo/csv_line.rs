//! One line of CSV, quoted as RFC 4180 says.

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
