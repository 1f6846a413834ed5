//! The registration form: the dossier on paper, to gather the data by hand before confirmation opens sign-in.

use std::fmt;

use serde::Serialize;

use crate::{
    error::DocumentError,
    text::printable,
    world::{self, Template},
};

/// What is filled in on a registration form; everything else is empty lines.
#[derive(Clone)]
pub struct Form {
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
}

/// Personal values stay out of logs.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").finish_non_exhaustive()
    }
}

/// What the template `form.typ` reads.
#[derive(Serialize)]
struct Printed {
    registration_number: String,
    nip: String,
    name: String,
    agency: String,
    unit: String,
}

/// Makes the registration form as PDF/UA-1. Blocking: [`Press`](crate::Press) keeps it off the threads that answer.
///
/// # Errors
/// Only defects of ours: [`DocumentError::Layout`], [`DocumentError::Export`].
pub(crate) fn form_pdf(form: &Form) -> Result<Vec<u8>, DocumentError> {
    let printed = Printed {
        registration_number: printable(&form.registration_number),
        nip: printable(&form.nip),
        name: printable(&form.name),
        agency: printable(&form.agency),
        unit: printable(&form.unit),
    };
    world::typeset(Template::Form, &printed, &printed.registration_number)
}
