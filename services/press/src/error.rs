//! What can go wrong while a document is made.

use thiserror::Error;
use tokio::task::JoinError;

/// Why nothing was printed.
#[derive(Debug, Error)]
pub enum PrintError {
    /// Others occupy every place for longer than anybody should wait.
    #[error("too many documents at once")]
    Busy,
    /// It could not be made.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The typesetter panicked: a defect of ours, or of its own.
    #[error("the typesetter gave up")]
    GaveUp(#[from] JoinError),
}

/// Why a document was not made.
///
/// Names the template and the step, never a value: the messages of the typesetter may quote the text that it was
/// setting, which is personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// The text of the QR code is longer than a QR code can hold.
    #[error("DOCUMENT_QR_TEXT_TOO_LONG: qr_text has {bytes} bytes, more than one QR code holds")]
    QrTextTooLong {
        /// Length of the refused text in bytes.
        bytes: usize,
    },
    /// The typesetter refused a template with this data: a defect of ours, not of the data.
    #[error("DOCUMENT_LAYOUT_FAILED: {template} line {}", line.map_or_else(|| "?".to_owned(), |line| line.to_string()))]
    Layout {
        /// File name of the template.
        template: &'static str,
        /// Line of the first complaint, from 1, if it is known.
        line: Option<usize>,
    },
    /// The pages could not be written as PDF/UA-1: a defect of ours, not of the data.
    #[error("DOCUMENT_EXPORT_FAILED: {template} does not hold PDF/UA-1")]
    Export {
        /// File name of the template.
        template: &'static str,
    },
}
