//! The registration card: one A4 sheet, two identical halves.

use std::fmt;

use serde::Serialize;

use crate::{
    error::DocumentError,
    qr,
    text::printable,
    world::{self, Template},
};

/// What stands on a registration card. No NIK and no e-mail: the sheet passes through many hands.
#[derive(Clone)]
pub struct Card {
    /// Registration number, as people read it (`C8Y9GVRP`).
    pub registration_number: String,
    /// NIP, 18 digits.
    pub nip: String,
    /// As the master data write it.
    pub name: String,
    /// Name of the agency.
    pub agency: String,
    /// Name of the unit in it.
    pub unit: String,
    /// When the registration was made, as `dd-MM-yyyy HH:mm WIB`.
    pub registered_at: String,
    /// Address of the page that tells the registration's status, as people type it.
    pub status_address: String,
    /// Exact text of the QR code: the signed proof.
    pub qr_text: String,
}

/// Personal values stay out of logs.
impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Card").finish_non_exhaustive()
    }
}

/// What the template `card.typ` reads.
#[derive(Serialize)]
struct Printed {
    registration_number: String,
    nip: String,
    name: String,
    agency: String,
    unit: String,
    registered_at: String,
    status_address: String,
    qr_svg: String,
}

/// Makes the registration card as PDF/UA-1. Blocking: [`Press`](crate::Press) keeps it off the threads that answer.
///
/// # Errors
/// [`DocumentError::QrTextTooLong`] when `qr_text` does not fit into one code; the other errors are defects of ours.
pub(crate) fn card_pdf(card: &Card) -> Result<Vec<u8>, DocumentError> {
    let printed = Printed {
        registration_number: printable(&card.registration_number),
        nip: printable(&card.nip),
        name: printable(&card.name),
        agency: printable(&card.agency),
        unit: printable(&card.unit),
        registered_at: printable(&card.registered_at),
        status_address: printable(&card.status_address),
        qr_svg: qr::svg(&card.qr_text)?,
    };
    world::typeset(Template::Card, &printed, &printed.registration_number)
}
