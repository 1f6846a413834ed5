use askama::Template;
use proto::reporting::v1::{Counts, GetProgressResponse, Progress as Row};

use crate::{
    dates::{instant, written},
    form::Form,
    numbers::grouped,
    shell::Shell,
};

/// How far the officer's jurisdiction is.
#[derive(Template)]
#[template(path = "desk/progress.html")]
pub(crate) struct Progress {
    /// The frame.
    pub shell: Shell,
    /// To the next page.
    pub form: Form,
    /// The agency whose units are shown; empty for agencies.
    pub agency: String,
    /// One page of agencies or units; the last is all of it together, which has no code.
    pub rows: Vec<ProgressRow>,
    /// For the next page; empty at the end.
    pub next_cursor: String,
    /// Of when the numbers are; empty before the first.
    pub as_of: String,
}

/// One agency's or unit's numbers.
pub(crate) struct ProgressRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// People.
    pub counts: Counts,
    /// Of them, with final status.
    pub done: u64,
    /// The parts of the bar.
    pub bar: Vec<Part>,
}

/// A part of a bar, in thousandths of its width.
pub(crate) struct Part {
    /// The class that colours it, and the end of the key of its name.
    pub kind: &'static str,
    /// Where it begins.
    pub start: u64,
    /// How wide it is.
    pub width: u64,
}

impl Progress {
    /// What reporting tells.
    #[must_use]
    pub(crate) fn of(shell: Shell, form: Form, agency: String, progress: GetProgressResponse) -> Self {
        let as_of = instant(progress.as_of).map(|at| written(at, shell.language())).unwrap_or_default();
        let total = Row { counts: progress.total, ..Row::default() };
        let rows = progress.rows.into_iter().chain([total]).map(|row| {
            let counts = row.counts.unwrap_or_default();
            ProgressRow { code: row.code, name: row.name, bar: bar(&counts), done: counts.r#final, counts }
        });
        Self { rows: rows.collect(), shell, form, agency, next_cursor: progress.next_cursor, as_of }
    }

    /// A number of people.
    fn people(&self, count: &u64) -> String {
        grouped(*count, self.shell.language())
    }
}

/// Final, with the verifiers, with their owners, not registered: parts of all active employees.
fn bar(counts: &Counts) -> Vec<Part> {
    let at_stages = counts.at_skpd + counts.at_bkd + counts.at_kanreg_bkn;
    let with_owner = counts.registered.saturating_sub(at_stages + counts.r#final);
    let parts = [("final", counts.r#final), ("stages", at_stages), ("owner", with_owner)];
    // Who has retired stays counted as registered: a bar never leaves its frame.
    let whole = counts.employees.max(parts.iter().map(|(_, people)| people).sum()).max(1);
    let mut before = 0;
    let part = |(kind, people)| {
        let start = before * 1000 / whole;
        before += people;
        Part { kind, start, width: before * 1000 / whole - start }
    };
    parts.into_iter().map(part).collect()
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let counts =
        Counts { employees: 4_600_000, registered: 3_000_000, at_bkd: 1_000_000, r#final: 7, ..Counts::default() };
    let row = |code: &str| Row { code: code.to_owned(), name: super::HOSTILE.to_owned(), counts: Some(counts) };
    let whole = GetProgressResponse {
        rows: vec![row("A5"), row("A6")],
        next_cursor: "next".to_owned(),
        total: Some(counts),
        as_of: Some(prost_types::Timestamp { seconds: 1_798_736_400, nanos: 0 }),
    };
    for (agency, told) in [("", whole.clone()), ("A5", whole), ("", GetProgressResponse::default())] {
        let shell = Shell::sample(all.language, Some(kernel::Role::Verifier3), "/petugas/kemajuan");
        let form = Form::sample(all.language, "/petugas/kemajuan");
        all.add("progress", Progress::of(shell, form, agency.to_owned(), told));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_never_leaves_its_frame() {
        for counts in [
            Counts::default(),
            Counts { employees: 3, registered: 3, at_skpd: 1, at_bkd: 1, r#final: 1, ..Counts::default() },
            Counts { employees: 1, registered: 9, at_skpd: 9, r#final: 9, ..Counts::default() },
        ] {
            let bar = bar(&counts);
            assert!(bar.iter().map(|part| part.width).sum::<u64>() <= 1000);
            assert!(bar.windows(2).all(|pair| pair[0].start + pair[0].width == pair[1].start));
        }
    }
}
