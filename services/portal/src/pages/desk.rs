//! The officers' desk.

mod confirmations;
mod decision;
mod home;
mod progress;
mod refused;
mod results;
mod review;
mod worklist;

pub(crate) use self::{
    confirmations::{Chosen, Confirmations, Listed},
    decision::Decision,
    home::Home,
    progress::Progress,
    refused::Stopped,
    results::Results,
    review::{ReviewPage, Typed},
    worklist::{Completed, Worklist},
};

#[cfg(test)]
pub(crate) fn samples(all: &mut crate::samples::Samples) {
    home::samples(all);
    confirmations::samples(all);
    decision::samples(all);
    results::samples(all);
    worklist::samples(all);
    review::samples(all);
    refused::samples(all);
    progress::samples(all);
}

/// Names and words of people who try things out: shown as they are, never interpreted.
#[cfg(test)]
const HOSTILE: &str = "\"><script>alert(1)</script> \u{202e}=HYPERLINK({{7*7}}) '; DROP TABLE";
