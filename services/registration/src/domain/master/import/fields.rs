//! One line of CSV as fields (RFC 4180, within the line).

use std::borrow::Cow;

use super::{lines::MAX_LINE, problem::RowProblem};

/// The fields of a line, unquoted.
///
/// # Errors
/// `ROW_TOO_LONG`, `ROW_ENCODING` (not UTF-8), `ROW_QUOTES`: a quote inside a bare field, text after a closing quote, or a
/// quote that is never closed.
pub(crate) fn split(line: &[u8]) -> Result<Vec<Cow<'_, str>>, RowProblem> {
    if line.len() > MAX_LINE {
        return Err(RowProblem::row("ROW_TOO_LONG"));
    }
    let line = std::str::from_utf8(line).map_err(|_| RowProblem::row("ROW_ENCODING"))?;
    let mut fields = Vec::with_capacity(24);
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (field, after) = match text.strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => bare(text)?,
        };
        fields.push(field);
        rest = after;
    }
    Ok(fields)
}

type Field<'a> = (Cow<'a, str>, Option<&'a str>);

const QUOTES: RowProblem = RowProblem::row("ROW_QUOTES");

fn bare(text: &str) -> Result<Field<'_>, RowProblem> {
    let (field, after) = match text.split_once(',') {
        Some((field, after)) => (field, Some(after)),
        None => (text, None),
    };
    if field.contains('"') { Err(QUOTES) } else { Ok((Cow::Borrowed(field), after)) }
}

fn unquote(text: &str) -> Result<Field<'_>, RowProblem> {
    let mut start = 0;
    loop {
        let quote = start + text[start..].find('"').ok_or(QUOTES)?;
        let after = &text[quote + 1..];
        if after.starts_with('"') {
            start = quote + 2;
            continue;
        }
        let field = &text[..quote];
        let field = if start == 0 { Cow::Borrowed(field) } else { Cow::Owned(field.replace("\"\"", "\"")) };
        return match after.strip_prefix(',') {
            Some(after) => Ok((field, Some(after))),
            None if after.is_empty() => Ok((field, None)),
            None => Err(QUOTES),
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quotes_protect_commas_and_quotes() {
        assert_eq!(split(br#"a,"b, c","say ""yes""","",,"#).unwrap(), ["a", "b, c", "say \"yes\"", "", "", ""]);
    }

    #[test]
    fn a_stray_quote_refuses_its_line() {
        for line in [r#""open,b"#, r#"a"b,c"#, r#""a"b,c"#, r#"a,""#, r#"""""#, r#""a" ,b"#] {
            let refused = split(line.as_bytes());
            assert_eq!(refused, Err(QUOTES), "{line}");
        }
    }

    #[test]
    fn what_is_not_utf_8_or_too_long_is_refused() {
        assert_eq!(split(b"Jos\xe9,b"), Err(RowProblem::row("ROW_ENCODING")));
        assert_eq!(split(&[b'a'; MAX_LINE]).unwrap().len(), 1);
        assert_eq!(split(&[b'a'; MAX_LINE + 1]), Err(RowProblem::row("ROW_TOO_LONG")));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(line in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = split(&line);
        }

        #[test]
        fn quotes_and_commas_in_any_order_do_not_panic(line in "[\",a\\p{L}]{0,40}") {
            let _ = split(line.as_bytes());
        }

        #[test]
        fn what_any_writer_of_csv_writes_is_read_back(fields in prop::collection::vec("[^\r\n]{0,12}", 1..8)) {
            let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
            writer.write_record(&fields).unwrap();
            let line = writer.into_inner().unwrap();
            let line = line.strip_suffix(b"\n").unwrap();
            prop_assert_eq!(split(line).unwrap(), fields);
        }
    }
}
