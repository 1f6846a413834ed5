use askama::Template;
use proto::{
    helpdesk::v1::{Ticket, TicketAction, TicketEntry, TicketField, TicketState},
    registration::v1::ReferenceValue,
};

use super::{inbox::Row, words};
use crate::{
    dates::{instant, written},
    form::{Choice, Form},
    refused::rule_sentence,
    shell::Shell,
};

/// A ticket as its officer sees it. Fields of the decision: `resolution`, `note`, `reference_code`, `reference_label`.
#[derive(Template)]
#[template(path = "help/ticket.html")]
pub(crate) struct TicketPage {
    /// The frame.
    pub shell: Shell,
    /// Of the decision, and of taking the ticket.
    pub form: Form,
    /// What the list shows.
    pub row: Row,
    /// Who may decide it now.
    pub hold: Hold,
    /// Until when it is one's own.
    pub until: String,
    /// What the writer wrote; empty once it is erased.
    pub text: String,
    /// The key of each question, and its answer.
    pub answers: Vec<(&'static str, String)>,
    /// What an officer wrote; empty before.
    pub note: String,
    /// Why its owner did not carry it out; empty otherwise.
    pub refusal: String,
    /// The table of a missing value; empty unless the type is about one.
    pub table: String,
    /// Whether approving adds a value to that table.
    pub acts: bool,
    /// What can become of it.
    pub choices: Vec<Choice>,
    /// What the table holds already.
    pub similar: Similar,
    /// What was written for a decision that cannot be taken now: name, key of the label, value.
    pub typed: Vec<(&'static str, &'static str, String)>,
}

/// Values of a table that are like the wanted one.
pub(crate) enum Similar {
    /// Nothing is to be added.
    Unasked,
    /// They could not be asked for.
    Unknown,
    /// Perhaps none.
    Found(Vec<ReferenceValue>),
}

/// Who may decide a ticket now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Nobody has taken it.
    Free,
    /// Whoever looks.
    Mine,
    /// Somebody else.
    Others,
    /// Nobody any more.
    Done,
}

/// What a decision is made of, and the keys of its labels.
const DECISION: [(&str, &str); 3] = [
    ("note", "resolve-note"),
    ("reference_code", "resolve-reference-code"),
    ("reference_label", "resolve-reference-label"),
];

impl Hold {
    fn of(entry: &TicketEntry) -> Self {
        match entry.state() {
            TicketState::Approved | TicketState::Resolved | TicketState::Rejected => Self::Done,
            _ if entry.claimed_by_me => Self::Mine,
            _ if entry.claimed => Self::Others,
            _ => Self::Free,
        }
    }
}

impl TicketPage {
    /// The longest note, in code points.
    pub(crate) const NOTE: usize = 1000;

    /// Whether approving the ticket adds a value.
    #[must_use]
    pub(crate) fn adds(ticket: &Ticket) -> bool {
        ticket.action() == TicketAction::AddReferenceValue
    }

    /// Whether whoever looks may decide it now.
    #[must_use]
    pub(crate) fn decidable(ticket: &Ticket) -> bool {
        ticket.entry.as_ref().is_some_and(|entry| Hold::of(entry) == Hold::Mine)
    }

    /// The value that a ticket wants to see in its table.
    #[must_use]
    pub(crate) fn wanted(ticket: &Ticket) -> &str {
        let wanted = ticket.answers.iter().find(|answer| answer.field() == TicketField::WantedValue);
        wanted.map(|answer| answer.value.as_str()).unwrap_or_default()
    }

    /// A ticket with the form of its decision.
    #[must_use]
    pub(crate) fn of(shell: Shell, form: Form, ticket: Ticket, similar: Similar) -> Self {
        let language = shell.language();
        let entry = ticket.entry.clone().unwrap_or_default();
        let (hold, acts) = (Hold::of(&entry), Self::adds(&ticket));
        let answers = ticket.answers.iter().map(|answer| (words::field_label(answer.field()), answer.value.clone()));
        let answers = answers.collect();
        let refusal = match ticket.refusal_code.as_str() {
            "" => String::new(),
            code => rule_sentence(code, language)
                .map_or_else(|| shell.say("ticket-refused-unknown").to_string(), str::to_owned),
        };
        let typed = DECISION.into_iter().filter(|_| hold != Hold::Mine);
        let typed = typed.map(|(name, key)| (name, key, form.field(name).value));
        let typed = typed.filter(|(_, _, value)| !value.is_empty()).collect();
        let table = match ticket.reference_table.as_str() {
            "" => String::new(),
            table => words::table(&shell, table),
        };
        let first = if acts { ("approve", "resolve-approve") } else { ("answer", "resolve-answer") };
        let choice = |(value, key): (&str, &'static str)| Choice::new(value, shell.say(key));
        Self {
            choices: [first, ("reject", "resolve-reject")].into_iter().map(choice).collect(),
            until: instant(ticket.claim_expires_at).map(|at| written(at, language)).unwrap_or_default(),
            row: Row::of(&shell, entry),
            text: ticket.text,
            note: ticket.note,
            hold,
            answers,
            refusal,
            table,
            acts,
            similar,
            typed,
            form,
            shell,
        }
    }

    fn claim_action(&self) -> String {
        format!("{}/ambil", self.row.path)
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    use proto::helpdesk::v1::TicketAnswer;

    use super::{HOSTILE, inbox::entry};

    let language = all.language;
    let path = "/petugas/tiket/0198c0de-7abc-7def-8abc-a1b2c3d4e5f6";
    let shell = || Shell::sample(language, Some(kernel::Role::Helpdesk), path);
    let form = || Form::sample(language, path);
    let answer = |field: i32, value: &str| TicketAnswer { field, value: value.to_owned() };
    let ticket = |entry: TicketEntry, action: i32| Ticket {
        entry: Some(entry),
        text: HOSTILE.to_owned(),
        answers: vec![answer(1, "198612262009122001"), answer(6, HOSTILE)],
        claim_expires_at: Some(prost_types::Timestamp { seconds: 1_798_736_400, nanos: 0 }),
        action,
        reference_table: if action == 1 { "pendidikan".to_owned() } else { String::new() },
        ..Ticket::default()
    };
    let similar = || {
        let values = vec![ReferenceValue { code: "S1".to_owned(), label: "S-1 <b>Kebidanan".to_owned() }];
        [Similar::Unknown, Similar::Found(Vec::new()), Similar::Found(values)]
    };
    let typed = || form().filled("note", HOSTILE).filled("reference_code", "\"<b>").filled("resolution", "approve");
    for held in [entry(1, false, false), entry(2, true, true), entry(2, true, false), entry(3, false, false)] {
        for similar in similar() {
            all.add("ticket that acts", TicketPage::of(shell(), form(), ticket(held.clone(), 1), similar));
        }
        let page = TicketPage::of(shell(), typed().wrong("no"), ticket(held.clone(), 1), Similar::Unknown);
        all.add("ticket that came too late", page);
        all.add("ticket to answer", TicketPage::of(shell(), form(), ticket(held, 0), Similar::Unasked));
    }
    let refused = ["resolution", "note", "reference_code", "reference_label"];
    let broken = refused.iter().fold(typed(), |form, name| form.broken(name, "no"));
    let back = Ticket { refusal_code: "REFERENCE_TAKEN".to_owned(), ..ticket(entry(2, true, true), 1) };
    all.add("ticket decided again", TicketPage::of(shell(), broken, back, Similar::Unknown));
    let done = Ticket { note: HOSTILE.to_owned(), text: String::new(), ..ticket(entry(4, false, false), 0) };
    all.add("ticket decided", TicketPage::of(shell(), form(), done, Similar::Unasked));
    let odd = Ticket { refusal_code: "NEW_CODE".to_owned(), ..ticket(entry(1, false, false), 1) };
    all.add("ticket refused oddly", TicketPage::of(shell(), form(), odd, Similar::Unasked));
}
