use askama::Template;
use prost_types::Timestamp;
use proto::registration::v1::{PendingConfirmation, SearchRegistrationConfirmationsResponse};
use time::OffsetDateTime;

use crate::{
    dates::{instant, written},
    form::{Choice, Form},
    shell::Shell,
    text::Text,
};

/// Registrations that wait. Fields: `query` of the search; `registration`, `seen` of the list.
#[derive(Template)]
#[template(path = "desk/confirmations.html")]
pub(crate) struct Confirmations {
    /// The frame.
    pub shell: Shell,
    /// What was searched for and ticked, and what is wrong with it.
    pub form: Form,
    /// One page of them.
    pub rows: Vec<WaitingRow>,
    /// Where it is in the list.
    pub listed: Listed,
    /// For the next page; empty at the end.
    pub next_cursor: String,
    /// Proof that can have been looked at.
    pub seen: Vec<Choice>,
}

/// Which page of which search is shown.
#[derive(Clone, Default)]
pub(crate) struct Listed {
    /// What is searched for; empty for all.
    pub query: String,
    /// Sealed; empty for the first page.
    pub cursor: String,
}

/// One registration of a list.
pub(crate) struct WaitingRow {
    /// What its box sends.
    pub value: String,
    /// Whether it is ticked.
    pub ticked: bool,
    /// Canonical.
    pub number: String,
    /// P1.
    pub name: String,
    /// P1.
    pub nip: String,
    /// Unit.
    pub unit: String,
    /// When it should be decided.
    pub due: String,
    /// Whether that has passed.
    pub overdue: bool,
}

/// A registration that was ticked, as its box says it: so a result names it without asking again.
#[derive(Clone)]
pub(crate) struct Chosen {
    /// Which.
    pub id: String,
    /// Canonical.
    pub number: String,
    /// P1.
    pub name: String,
}

impl Chosen {
    /// What a box sends.
    #[must_use]
    pub(crate) fn value(&self) -> String {
        format!("{} {} {}", self.id, self.number, self.name)
    }

    /// Reads what a box has sent.
    #[must_use]
    pub(crate) fn read(value: &str) -> Self {
        let mut parts = value.splitn(3, ' ').map(str::to_owned);
        let mut part = || parts.next().unwrap_or_default();
        Self { id: part(), number: part(), name: part() }
    }
}

impl Confirmations {
    /// A page of the list; `ticked` says whether a registration is.
    #[must_use]
    pub(crate) fn of(
        shell: Shell,
        form: Form,
        listed: Listed,
        found: SearchRegistrationConfirmationsResponse,
        now: OffsetDateTime,
        ticked: impl Fn(&str) -> bool,
    ) -> Self {
        let row = |waiting: PendingConfirmation| {
            let (due, overdue) = due(&shell, waiting.due_at, now);
            let PendingConfirmation { registration_id: id, registration_number: number, name, nip, .. } = waiting;
            let ticked = ticked(&id);
            let value = Chosen { id, number: number.clone(), name: name.clone() }.value();
            WaitingRow { value, ticked, number, name, nip, unit: waiting.unit_name, due, overdue }
        };
        let rows = found.confirmations.into_iter().map(row).collect();
        let form = form.filled("query", listed.query.clone());
        let seen = seen(Text(shell.language()));
        Self { shell, form, rows, listed, next_cursor: found.next_cursor, seen }
    }
}

/// When something should be done, in words, and whether that has passed.
pub(super) fn due(shell: &Shell, due_at: Option<Timestamp>, now: OffsetDateTime) -> (String, bool) {
    match instant(due_at) {
        Some(due_at) => (written(due_at, shell.language()), due_at < now),
        None => (String::new(), false),
    }
}

/// Proof that can have been looked at.
pub(super) fn seen(t: Text) -> Vec<Choice> {
    vec![
        Choice::new("paper", t.say("confirmations-seen-paper")),
        Choice::new("qr", t.say("confirmations-seen-qr")),
        Choice::new("none", t.say("confirmations-seen-none")),
    ]
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, Some(kernel::Role::Verifier1), "/petugas/konfirmasi");
    let form = || Form::sample(language, "/petugas/konfirmasi");
    let waiting = |n: usize, name: &str| PendingConfirmation {
        registration_id: format!("0198c0de-7abc-7def-8abc-a1b2c3d4e{n:03x}"),
        registration_number: "YECTP2TQ".to_owned(),
        name: name.to_owned(),
        nip: "198612262009122001".to_owned(),
        unit_name: "Dinas Pendidikan dan Kebudayaan Kabupaten Timor Tengah Selatan".to_owned(),
        registered_at: None,
        due_at: Some(Timestamp { seconds: 1_798_736_400, nanos: 0 }),
    };
    let found = |names: &[&str], next: &str| SearchRegistrationConfirmationsResponse {
        confirmations: names.iter().enumerate().map(|(n, name)| waiting(n, name)).collect(),
        next_cursor: next.to_owned(),
    };
    let (before, after) = (OffsetDateTime::UNIX_EPOCH, OffsetDateTime::UNIX_EPOCH + time::Duration::days(40_000));
    let listed = Listed { query: super::HOSTILE.to_owned(), cursor: "sealed".to_owned() };
    let page =
        |form, listed, found, now, ticked: bool| Confirmations::of(shell(), form, listed, found, now, |_| ticked);
    all.add("confirmations, none", page(form(), Listed::default(), found(&[], ""), before, false));
    all.add("confirmations", page(form(), Listed::default(), found(&["Siti", super::HOSTILE], "next"), before, false));
    all.add("confirmations, ticked and late", page(form(), listed.clone(), found(&["Siti"; 50], "next"), after, true));
    let broken = form().broken("query", "no").broken("registration", "no").broken("seen", "no");
    all.add("confirmations refused", page(broken, listed.clone(), found(&["Siti"], ""), after, false));
    let broken = form().broken("query", "no").broken("registration", "no");
    all.add("confirmations refused, none", page(broken, listed, found(&[], ""), after, false));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn fifty_rows_stay_below_100_kb() {
        let waiting = PendingConfirmation {
            registration_id: "0198c0de-7abc-7def-8abc-a1b2c3d4e5f6".to_owned(),
            registration_number: "YECTP2TQ".to_owned(),
            name: "Prof. Dr. Ir. H. Raden Mas Bambang Sulistyo Kusumawardhana, S.H., M.Sc.".to_owned(),
            nip: "198612262009122001".to_owned(),
            unit_name: "Dinas Pendidikan dan Kebudayaan Kabupaten Timor Tengah Selatan".to_owned(),
            registered_at: None,
            due_at: Some(Timestamp { seconds: 1_798_736_400, nanos: 0 }),
        };
        let found =
            SearchRegistrationConfirmationsResponse { confirmations: vec![waiting; 50], next_cursor: "A".repeat(200) };
        let shell = Shell::sample(Language::Indonesian, Some(kernel::Role::Verifier1), "/petugas/konfirmasi");
        let form = Form::sample(Language::Indonesian, "/petugas/konfirmasi");
        let now = OffsetDateTime::UNIX_EPOCH;
        let html = Confirmations::of(shell, form, Listed::default(), found, now, |_| true).render().unwrap();
        assert!(html.len() < 100_000, "{} bytes", html.len());
    }

    #[test]
    fn a_box_says_whom_it_is_about() {
        let chosen =
            Chosen { id: "a-b".to_owned(), number: "YECTP2TQ".to_owned(), name: "Siti  Aminah, S.Pd".to_owned() };
        let read = Chosen::read(&chosen.value());
        assert_eq!((read.id, read.number, read.name), (chosen.id, chosen.number, chosen.name));
        assert_eq!(Chosen::read("").id, "");
    }
}
