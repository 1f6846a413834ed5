use askama::Template;
use proto::helpdesk::v1::{TicketEntry, TicketType};

use super::{type_label, words};
use crate::{
    dates::{instant, written},
    form::{Choice, Form},
    shell::Shell,
};

/// Tickets that wait for an officer, most urgent first. Fields of the search: `query`, `type_code`.
#[derive(Template)]
#[template(path = "help/inbox.html")]
pub(crate) struct Inbox {
    /// The frame.
    pub shell: Shell,
    /// What is searched for.
    pub form: Form,
    /// Types to choose from.
    pub types: Vec<Choice>,
    /// One page of tickets.
    pub rows: Vec<Row>,
    /// Where the list goes on; nothing at the end.
    pub next: Option<String>,
    /// Whether this is only a part: a later page, one type, one number.
    pub part: bool,
}

/// One ticket of a list.
pub(crate) struct Row {
    /// Where it is.
    pub path: String,
    /// 10 digits.
    pub number: String,
    /// Name of its type.
    pub label: String,
    /// The key of where it stands.
    pub state: &'static str,
    /// The agency that it concerns; empty when it is not known.
    pub agency: String,
    /// When it was opened.
    pub opened: String,
    /// When an answer is due.
    pub due: String,
    /// Whether that has passed.
    pub overdue: bool,
    /// Whether nobody answered in time and it came here.
    pub escalated: bool,
    /// The key of who works on it.
    pub held: &'static str,
}

impl Row {
    /// A ticket in the words of a page.
    #[must_use]
    pub(super) fn of(shell: &Shell, entry: TicketEntry) -> Self {
        let at = |when| instant(when).map(|at| written(at, shell.language())).unwrap_or_default();
        Self {
            path: format!("/petugas/tiket/{}", entry.ticket_id),
            label: type_label(&entry.type_label_id, &entry.type_label_en, shell.language()),
            state: words::state(entry.state()),
            opened: at(entry.opened_at),
            due: at(entry.due_at),
            overdue: entry.overdue,
            escalated: entry.escalated,
            held: match (entry.claimed_by_me, entry.claimed) {
                (true, _) => "inbox-mine",
                (false, true) => "inbox-others",
                (false, false) => "inbox-free",
            },
            number: entry.report_number,
            agency: entry.agency_name,
        }
    }
}

impl Inbox {
    /// One page of the list.
    #[must_use]
    pub(crate) fn of(shell: Shell, form: Form, types: &[TicketType], found: Vec<TicketEntry>) -> Self {
        let language = shell.language();
        let choice = |of: &TicketType| Choice::new(&of.code, type_label(&of.label_id, &of.label_en, language));
        let types = types.iter().map(choice).collect();
        let rows = found.into_iter().map(|entry| Row::of(&shell, entry)).collect();
        Self { shell, form, types, rows, next: None, part: false }
    }
}

/// A ticket in a list, in one of its states.
#[cfg(test)]
pub(super) fn entry(state: i32, claimed: bool, mine: bool) -> TicketEntry {
    let at = |seconds| Some(prost_types::Timestamp { seconds, nanos: 0 });
    TicketEntry {
        ticket_id: "0198c0de-7abc-7def-8abc-a1b2c3d4e5f6".to_owned(),
        report_number: "0427800048".to_owned(),
        type_code: "nama_salah".to_owned(),
        type_label_id: "Nama salah".to_owned(),
        type_label_en: "The name is wrong".to_owned(),
        state,
        opened_at: at(1_798_736_400),
        due_at: at(1_798_822_800),
        overdue: state == 1,
        claimed_by_me: mine,
        agency_name: "Pemerintah Kabupaten Timor Tengah Selatan <b>".repeat(3),
        claimed,
        escalated: state == 2,
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, Some(kernel::Role::Helpdesk), "/petugas/tiket");
    let form = || Form::sample(language, "/petugas/tiket");
    all.add("no tickets", Inbox::of(shell(), form(), &super::types(), Vec::new()));
    let found = vec![entry(1, false, false), entry(2, true, true), entry(2, true, false), entry(4, false, false)];
    let chosen = form().filled("type_code", "turun_status").filled("query", super::HOSTILE).broken("query", "no");
    let next = Some("/petugas/tiket?jenis=turun_status&lanjut=sealed".to_owned());
    all.add("tickets", Inbox { next, part: true, ..Inbox::of(shell(), chosen, &super::types(), found) });
}
