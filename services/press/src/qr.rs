//! QR codes as SVG, which the typesetter draws as vectors: sharp at every size and on every printer.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::error::DocumentError;

/// Draws `text` as one QR code without a quiet zone: the template leaves four modules of white around it, so that the
/// code stands flush with the text.
///
/// Error correction level M (15 %): a fold or a stamp over a corner does not spoil the code.
///
/// # Errors
/// [`DocumentError::QrTextTooLong`] above the 2331 bytes that the largest code of that level holds.
pub(super) fn svg(text: &str) -> Result<String, DocumentError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| DocumentError::QrTextTooLong { bytes: text.len() })?;
    let width = code.width();
    let path = path(width, &code.to_colors());
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}"><path fill="#000" d="{path}"/></svg>"##
    ))
}

/// One path of one rectangle per run of dark modules: a single shape has no hairlines between its parts, and the
/// typesetter is several times faster than with a rectangle per module.
fn path(width: usize, modules: &[Color]) -> String {
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|left, right| left == right) {
            if run[0] == Color::Dark {
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z", length = run.len());
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_each_run_of_dark_modules_once() {
        use Color::{Dark, Light};
        assert_eq!(
            path(3, &[Dark, Dark, Light, Light, Light, Light, Dark, Light, Dark]),
            "M0 0h2v1h-2zM0 2h1v1h-1zM2 2h1v1h-1z"
        );
    }

    #[test]
    fn draws_a_square_as_wide_as_the_code() {
        // Version 1, the smallest code, is 21 modules wide and starts with the 7 dark modules of a finder pattern.
        let drawing = svg("C8Y9GVRP").unwrap();
        assert!(drawing.contains(r#"viewBox="0 0 21 21""#), "{drawing}");
        assert!(drawing.contains(r#"d="M0 0h7v1h-7z"#), "{drawing}");
    }

    #[test]
    fn refuses_more_than_one_code_holds() {
        assert!(svg(&"a".repeat(2331)).is_ok());
        assert_eq!(svg(&"a".repeat(2332)), Err(DocumentError::QrTextTooLong { bytes: 2332 }));
    }
}
