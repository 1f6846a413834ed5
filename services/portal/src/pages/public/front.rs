use askama::Template;

use super::{Progress, Schedule};
use crate::shell::Shell;

/// What it is, how far the nation is, the campaign's dates, ways on.
#[derive(Template)]
#[template(path = "public/front.html")]
pub(crate) struct Front {
    /// The frame.
    pub shell: Shell,
    /// The nation's numbers, unless they are away.
    pub progress: Option<Progress>,
    /// The campaign, if it is known.
    pub schedule: Schedule,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let pairs = Schedule::samples(all.language).into_iter().zip(Progress::samples(all.language));
    for (schedule, progress) in pairs {
        all.add("front", Front { shell: Shell::sample(all.language, None, "/"), progress, schedule });
    }
}
