//! The e-PUPNS form of an employee.

mod away;
mod check;
mod overview;
mod recall;
pub(crate) mod row;
#[cfg(test)]
mod samples;
mod section;
pub(crate) mod standing;
pub(crate) mod typed;
pub(crate) mod words;

pub(crate) use self::{away::Away, check::Check, overview::Overview, recall::Recall, section::SectionPage};

#[cfg(test)]
pub(crate) fn samples(all: &mut crate::samples::Samples) {
    overview::samples(all);
    section::samples(all);
    check::samples(all);
    recall::samples(all);
    away::samples(all);
}
