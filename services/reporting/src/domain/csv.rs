//! Comma-separated values that a spreadsheet opens without running, guessing or misreading anything.

use kernel::{TextError, check_text};

/// What a file begins with: without it a spreadsheet reads UTF-8 as the code page of its country.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Characters that begin a formula in one program or another, full width included.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// Writes one record (RFC 4180): CRLF at the end, quotes where they are needed.
pub(crate) fn write_record(out: &mut Vec<u8>, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write_cell(out, cell);
    }
    out.extend_from_slice(b"\r\n");
}

fn write_cell(out: &mut Vec<u8>, cell: &str) {
    let cell = harmless(cell);
    // A semicolon separates in the spreadsheets of half the world.
    let quoted = cell.contains([',', '"', ';']) || cell.starts_with(' ') || cell.ends_with(' ');
    if quoted {
        out.push(b'"');
        out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(cell.as_bytes());
    }
}

/// One line of text that is text: an apostrophe before what would be a formula or a number with an exponent, a space for
/// line breaks and other control characters, nothing for what reorders or hides.
fn harmless(cell: &str) -> String {
    // A tab or line break at the front makes some programs look at what follows it.
    let risky = cell.starts_with(|first: char| FORMULA.contains(&first) || first.is_control());
    let plain = match check_text(cell, usize::MAX - 1) {
        Ok(()) | Err(TextError::Empty) => cell.to_owned(),
        Err(_) => cell.chars().filter_map(one_line).collect(),
    };
    let after_blanks = plain.trim_start().starts_with(FORMULA);
    if risky || after_blanks || is_exponent(&plain) { format!("'{plain}") } else { plain }
}

fn one_line(c: char) -> Option<char> {
    match check_text(c.encode_utf8(&mut [0; 4]), 1) {
        Err(TextError::Control) => Some(' '),
        Err(TextError::Bidi | TextError::Invisible) => None,
        Ok(()) | Err(_) => Some(c),
    }
}

/// `4567E234`: a registration number of this form would be shown as 4,567E+237.
fn is_exponent(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    cell.split_once(['E', 'e']).is_some_and(|(before, after)| digits(before) && digits(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(cells: &[&str]) -> String {
        let mut out = Vec::new();
        write_record(&mut out, cells);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn plain_cells_stay_as_they_are() {
        assert_eq!(record(&["Siti Aminah", "19750102 201407 1 003", ""]), "Siti Aminah,19750102 201407 1 003,\r\n");
    }

    #[test]
    fn what_separates_is_quoted_and_quotes_are_doubled() {
        assert_eq!(record(&["Dinas A, B", "\"Nining\"", "a;b"]), "\"Dinas A, B\",\"\"\"Nining\"\"\",\"a;b\"\r\n");
    }

    #[test]
    fn nothing_begins_a_formula() {
        for cell in ["=HYPERLINK(1)", "+62", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1", " =1", "\u{200B}=1"] {
            let written = record(&[cell]);
            let seen = written.trim_matches(['"', '\r', '\n']);
            assert!(seen.starts_with('\''), "{cell:?} became {written:?}");
        }
        assert_eq!(record(&["O'Brien = x"]), "O'Brien = x\r\n", "only at the front");
    }

    #[test]
    fn a_record_is_one_line_and_reads_in_its_own_order() {
        assert_eq!(record(&["a\r\nb", "c\u{202E}d\u{200B}e"]), "a  b,cde\r\n");
    }

    #[test]
    fn a_registration_number_is_no_number_with_an_exponent() {
        assert_eq!(
            record(&["4567E234", "C8Y9GVRP", "23456789", "E2345678"]),
            "'4567E234,C8Y9GVRP,23456789,E2345678\r\n"
        );
    }
}
