use askama::Template;
use kernel::RegistrationNumber;
use proto::verification::v1::{SearchWorklistResponse, WorklistEntry};
use time::OffsetDateTime;

use super::{Listed, confirmations::due};
use crate::{form::Form, shell::Shell};

/// Dossiers that wait at the officer's stage, riskiest first. Field: `query` of the search.
#[derive(Template)]
#[template(path = "desk/worklist.html")]
pub(crate) struct Worklist {
    /// The frame.
    pub shell: Shell,
    /// What was searched for, and what is wrong with it.
    pub form: Form,
    /// One page of them.
    pub rows: Vec<DossierRow>,
    /// Where it is in the list.
    pub listed: Listed,
    /// For the next page; empty at the end.
    pub next_cursor: String,
    /// What the officer has just done.
    pub completed: Option<Completed>,
}

/// One dossier of the list.
pub(crate) struct DossierRow {
    /// Which.
    pub id: String,
    /// Canonical.
    pub number: String,
    /// P1.
    pub name: String,
    /// P1.
    pub nip: String,
    /// Unit.
    pub unit: String,
    /// Parent agency.
    pub agency: String,
    /// Fields to decide.
    pub due_fields: u32,
    /// How many of them are marked.
    pub marked_fields: u32,
    /// When this stage should be done.
    pub due: String,
    /// Whether that has passed.
    pub overdue: bool,
    /// Whether the officer works on it.
    pub mine: bool,
    /// Whether somebody else does.
    pub others: bool,
}

/// A dossier that has just left the officer's hands, as the address of the list tells it.
pub(crate) struct Completed {
    /// Canonical.
    pub number: String,
    /// The key of what became of it.
    pub key: &'static str,
}

impl Completed {
    /// What happened, and the key of its sentence.
    const OUTCOMES: [(&'static str, &'static str); 5] = [
        ("bkd", "worklist-now-bkd"),
        ("kanreg", "worklist-now-kanreg"),
        ("kembali", "worklist-now-returned"),
        ("tuntas", "worklist-now-completed"),
        ("lepas", "worklist-now-released"),
    ];

    /// Reads `selesai=YECTP2TQ&ke=bkd`; anything else is nobody's notice.
    #[must_use]
    pub(crate) fn read(query: &str) -> Option<Self> {
        let (number, outcome) = query.strip_prefix("selesai=")?.split_once("&ke=")?;
        let (_, key) = Self::OUTCOMES.into_iter().find(|(name, _)| *name == outcome)?;
        Some(Self { number: RegistrationNumber::parse(number).ok()?.as_str().to_owned(), key })
    }
}

impl Worklist {
    /// A page of the list.
    #[must_use]
    pub(crate) fn of(
        shell: Shell,
        form: Form,
        listed: Listed,
        found: SearchWorklistResponse,
        now: OffsetDateTime,
    ) -> Self {
        let row = |entry: WorklistEntry| {
            let (due, overdue) = due(&shell, entry.due_at, now);
            DossierRow {
                id: entry.dossier_id,
                number: entry.registration_number,
                name: entry.name,
                nip: entry.nip,
                unit: entry.unit_name,
                agency: entry.agency_name,
                due_fields: entry.due_fields,
                marked_fields: entry.marked_fields,
                due,
                overdue,
                mine: entry.claimed_by_me,
                others: entry.claimed && !entry.claimed_by_me,
            }
        };
        let rows = found.entries.into_iter().map(row).collect();
        let form = form.filled("query", listed.query.clone());
        Self { shell, form, rows, listed, next_cursor: found.next_cursor, completed: None }
    }
}

#[cfg(test)]
fn entry(id: char, name: &str) -> WorklistEntry {
    WorklistEntry {
        dossier_id: format!("0198c0de-7abc-7def-8abc-a1b2c3d4e5f{id}"),
        registration_number: "YECTP2TQ".to_owned(),
        nip: "198612262009122001".to_owned(),
        name: name.to_owned(),
        agency_name: "Pemerintah Kabupaten Timor Tengah Selatan".to_owned(),
        unit_name: "Dinas Pendidikan dan Kebudayaan Kabupaten Timor Tengah Selatan".to_owned(),
        due_fields: 5,
        marked_fields: 2,
        due_at: Some(prost_types::Timestamp { seconds: 1_798_736_400, nanos: 0 }),
        ..WorklistEntry::default()
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, Some(kernel::Role::Verifier1), "/petugas/berkas");
    let form = || Form::sample(language, "/petugas/berkas");
    let list =
        |entries: Vec<WorklistEntry>, next: &str| SearchWorklistResponse { entries, next_cursor: next.to_owned() };
    let entries = || {
        let mine = WorklistEntry { claimed: true, claimed_by_me: true, ..entry('a', super::HOSTILE) };
        let others = WorklistEntry { claimed: true, marked_fields: 0, ..entry('b', "Siti") };
        vec![mine, others, entry('c', "Budi")]
    };
    let (before, after) = (OffsetDateTime::UNIX_EPOCH, OffsetDateTime::UNIX_EPOCH + time::Duration::days(40_000));
    let listed = Listed { query: super::HOSTILE.to_owned(), cursor: String::new() };
    all.add("worklist, none", Worklist::of(shell(), form(), Listed::default(), list(Vec::new(), ""), before));
    all.add("worklist", Worklist::of(shell(), form(), Listed::default(), list(entries(), "next"), before));
    let broken = form().broken("query", "no");
    all.add("worklist refused", Worklist::of(shell(), broken, listed, list(entries(), ""), after));
    for (outcome, _) in Completed::OUTCOMES {
        let completed = Completed::read(&format!("selesai=YECTP2TQ&ke={outcome}"));
        let page = Worklist::of(shell(), form(), Listed::default(), list(entries(), ""), before);
        all.add("worklist, after one", Worklist { completed, ..page });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn fifty_rows_stay_below_100_kb() {
        let entries = vec![entry('a', "Prof. Dr. Ir. H. Raden Mas Bambang Sulistyo Kusumawardhana, S.H., M.Sc."); 50];
        let shell = Shell::sample(Language::Indonesian, Some(kernel::Role::Verifier1), "/petugas/berkas");
        let form = Form::sample(Language::Indonesian, "/petugas/berkas");
        let found = SearchWorklistResponse { entries, next_cursor: "A".repeat(200) };
        let page = Worklist::of(shell, form, Listed::default(), found, OffsetDateTime::UNIX_EPOCH);
        let html = page.render().unwrap();
        assert!(html.len() < 100_000, "{} bytes", html.len());
    }

    #[test]
    fn only_a_number_and_an_outcome_of_ours_are_told() {
        for query in
            ["", "selesai=", "selesai=<b>&ke=bkd", "selesai=198612262009122001&ke=bkd", "selesai=YECTP2TQ&ke=x"]
        {
            assert!(Completed::read(query).is_none(), "{query}");
        }
    }
}
