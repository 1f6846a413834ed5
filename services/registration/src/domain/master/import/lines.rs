//! A chunk of a file as physical lines.
//!
//! No field of ours holds a line break, so a line is a row: whatever is wrong with it stays its own problem. A reader that
//! follows an open quote over the line end would swallow good rows.

/// The longest line, in bytes without its end; the longest row of an honest extract has some 600.
pub(crate) const MAX_LINE: usize = 8 * 1024;

/// One line with its number in the file (the header is 1) and without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// Counted from 1.
    pub(crate) number: u64,
    /// As in the file.
    pub(crate) bytes: &'a [u8],
}

/// Where in the file a chunk starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The line that its first byte belongs to.
    pub(crate) line: u64,
    /// That line began in an earlier chunk, was found too long there, and what is left of it means nothing.
    pub(crate) inside_line: bool,
}

/// A chunk was cut within a line that would have fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a chunk ends at a line's end")]
pub(crate) struct PartialLine;

/// The lines of a chunk, and where the next one starts. The last line of a file may lack its end; a line longer than
/// [`MAX_LINE`] may go on in the next chunk, so that no file is too odd to be read to its end.
///
/// # Errors
/// [`PartialLine`] when the chunk ends within any other line.
pub(crate) fn lines(
    mut data: &[u8],
    start: Position,
    ends_file: bool,
) -> Result<(Vec<Line<'_>>, Position), PartialLine> {
    let mut next = start;
    if next.inside_line {
        match end_of_line(data) {
            Some(end) => {
                data = &data[end + 1..];
                next = Position { line: next.line + 1, inside_line: false };
            }
            None => return Ok((Vec::new(), next)),
        }
    }
    let mut lines = Vec::with_capacity(data.len() / 128);
    while !data.is_empty() {
        let end = end_of_line(data);
        let bytes = &data[..end.unwrap_or(data.len())];
        let number = next.line;
        match end {
            Some(end) => {
                data = &data[end + 1..];
                next.line += 1;
            }
            None if ends_file => {
                data = &[];
                next.line += 1;
            }
            None if bytes.len() > MAX_LINE => {
                data = &[];
                next.inside_line = true;
            }
            None => return Err(PartialLine),
        }
        lines.push(Line { number, bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes) });
    }
    Ok((lines, next))
}

fn end_of_line(data: &[u8]) -> Option<usize> {
    data.iter().position(|byte| *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The start of a file.
    const START: Position = Position { line: 1, inside_line: false };

    fn texts<'a>(lines: &[Line<'a>]) -> Vec<&'a str> {
        lines.iter().map(|line| std::str::from_utf8(line.bytes).unwrap()).collect()
    }

    #[test]
    fn a_line_ends_with_a_line_feed_a_carriage_return_before_it_or_the_file() {
        let (found, next) = lines(b"a\r\nb\n\nc", START, true).unwrap();
        assert_eq!(texts(&found), ["a", "b", "", "c"]);
        assert_eq!(next, Position { line: 5, inside_line: false });
    }

    #[test]
    fn a_chunk_cut_within_a_line_is_refused() {
        assert_eq!(lines(b"a\nb", START, false), Err(PartialLine));
    }

    #[test]
    fn a_line_without_end_costs_itself_and_nothing_below() {
        let endless = vec![b'x'; MAX_LINE + 1];
        let (found, inside) = lines(&endless, START, false).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(inside, Position { line: 1, inside_line: true });
        assert_eq!(lines(&endless, inside, false).unwrap(), (Vec::new(), inside));
        let (found, next) = lines(b"the end\ngood\n", inside, false).unwrap();
        assert_eq!(found, [Line { number: 2, bytes: b"good" }]);
        assert_eq!(next, Position { line: 3, inside_line: false });
    }

    proptest! {
        #[test]
        fn wherever_the_file_is_cut_its_lines_are_the_same(
            file in "([a-c,\"]{0,6}\r?\n){0,12}[a-c]{0,3}",
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        ) {
            let file = file.as_bytes();
            let (whole, end) = lines(file, START, true).unwrap();
            let mut ends: Vec<usize> = cuts
                .iter()
                .filter_map(|cut| file[..cut.index(file.len() + 1)].iter().rposition(|byte| *byte == b'\n'))
                .map(|line_feed| line_feed + 1)
                .chain([file.len()])
                .collect();
            ends.sort_unstable();
            ends.dedup();
            let (mut found, mut position, mut start) = (Vec::new(), START, 0);
            for end in ends {
                let (some, next) = lines(&file[start..end], position, end == file.len()).unwrap();
                found.extend(some);
                (position, start) = (next, end);
            }
            prop_assert_eq!(found, whole);
            prop_assert_eq!(position, end);
        }
    }
}
