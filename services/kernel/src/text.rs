//! Names and free text, as people type them.

use crate::coded::Coded;
use crate::combining_marks::is_combining_mark;

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing, or nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// More code points than the field takes.
    #[error("the text has more than {max_code_points} characters")]
    TooLong {
        /// How many the field takes.
        max_code_points: usize,
    },
    /// A control character, a line break among them, or a code point that is no character.
    #[error("the text contains a control character")]
    Control,
    /// A mark that reorders what is read.
    #[error("the text contains a mark of writing direction")]
    Bidi,
    /// A character that cannot be seen.
    #[error("the text contains an invisible character")]
    Invisible,
    /// More marks on one letter than any orthography has.
    #[error("the text contains more than {MAX_MARKS_IN_A_ROW} combining marks in a row")]
    Combining,
}

impl Coded for TextError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "TEXT_EMPTY",
            Self::TooLong { .. } => "TEXT_TOO_LONG",
            Self::Control => "TEXT_CONTROL",
            Self::Bidi => "TEXT_BIDI",
            Self::Invisible => "TEXT_INVISIBLE",
            Self::Combining => "TEXT_COMBINING",
        }
    }
}

/// Vowelled Arabic and Vietnamese typed in parts need three; stacks that run over the lines around begin beyond.
const MAX_MARKS_IN_A_ROW: usize = 4;

/// Whether one line of text can be kept and shown as it is; it is never altered, so what was typed is what is read.
///
/// Text that merely looks like a formula, a tag or a statement passes: whoever prints it escapes it for the place.
///
/// # Errors
/// The first rule that the text breaks; its length before its characters.
pub fn check_text(text: &str, max_code_points: usize) -> Result<(), TextError> {
    if text.chars().nth(max_code_points).is_some() {
        return Err(TextError::TooLong { max_code_points });
    }
    let mut marks = 0;
    for c in text.chars() {
        if is_control(c) {
            return Err(TextError::Control);
        }
        if is_within(c, BIDI) {
            return Err(TextError::Bidi);
        }
        if is_within(c, INVISIBLE) {
            return Err(TextError::Invisible);
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MAX_MARKS_IN_A_ROW {
            return Err(TextError::Combining);
        }
    }
    // Last, so that a text of nothing but a line break is named by what it contains.
    if text.trim().is_empty() { Err(TextError::Empty) } else { Ok(()) }
}

/// General_Category Cc, the line and paragraph separators, and the noncharacters.
fn is_control(c: char) -> bool {
    let in_plane = u32::from(c) & 0xFFFF;
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FDD0}'..='\u{FDEF}') || in_plane >= 0xFFFE
}

fn is_within(c: char, ranges: &[(char, char)]) -> bool {
    ranges.iter().any(|&(first, last)| (first..=last).contains(&c))
}

/// Bidi_Control of Unicode's `PropList.txt`.
const BIDI: &[(char, char)] =
    &[('\u{061C}', '\u{061C}'), ('\u{200E}', '\u{200F}'), ('\u{202A}', '\u{202E}'), ('\u{2066}', '\u{2069}')];

/// Default_Ignorable_Code_Point of Unicode's `DerivedCoreProperties.txt` without [`BIDI`], and the interlinear
/// annotation characters. The zero-width joiners are among them: no name in Latin letters needs one.
const INVISIBLE: &[(char, char)] = &[
    ('\u{00AD}', '\u{00AD}'),
    ('\u{034F}', '\u{034F}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200D}'),
    ('\u{2060}', '\u{2065}'),
    ('\u{206A}', '\u{206F}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFFB}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];
