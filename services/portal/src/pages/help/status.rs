use askama::Template;
use proto::helpdesk::v1::{TicketState, TicketStatus};

use super::{type_label, words};
use crate::{
    challenge::ChallengeBlock,
    dates::{instant, written},
    form::Form,
    shell::Shell,
};

/// Asks where a ticket stands. Fields: `report_number`, `receipt_secret`, and a challenge.
#[derive(Template)]
#[template(path = "help/status.html")]
pub(crate) struct AskTicket {
    /// The frame.
    pub shell: Shell,
    /// What was typed.
    pub form: Form,
    /// That it is a person.
    pub challenge: ChallengeBlock,
}

/// Where it stands.
#[derive(Template)]
#[template(path = "help/status_found.html")]
pub(crate) struct TicketFound {
    /// The frame.
    pub shell: Shell,
    /// What is told of it.
    pub told: Told,
}

/// A ticket as its writer is told of it.
pub(crate) struct Told {
    /// 10 digits.
    pub number: String,
    /// Name of its type.
    pub label: String,
    /// The key of where it stands.
    pub state: &'static str,
    /// The key of what comes next.
    pub next: &'static str,
    /// When it was opened.
    pub opened: String,
    /// When an answer is due; nothing once there is one.
    pub due: Option<String>,
    /// What the officer wrote; empty before.
    pub note: String,
    /// When it was decided.
    pub resolved: Option<String>,
}

impl Told {
    /// A ticket in the words of a page.
    #[must_use]
    pub(super) fn of(shell: &Shell, ticket: TicketStatus) -> Self {
        let at = |when| instant(when).map(|at| written(at, shell.language()));
        Self {
            state: words::state(ticket.state()),
            next: match ticket.state() {
                TicketState::Unspecified | TicketState::Open => "ticket-next-open",
                TicketState::Claimed => "ticket-next-claimed",
                TicketState::Approved => "ticket-next-approved",
                TicketState::Resolved => "ticket-next-resolved",
                TicketState::Rejected => "ticket-next-rejected",
            },
            label: type_label(&ticket.type_label_id, &ticket.type_label_en, shell.language()),
            opened: at(ticket.opened_at).unwrap_or_default(),
            due: at(ticket.due_at),
            resolved: at(ticket.resolved_at),
            number: ticket.report_number,
            note: ticket.note,
        }
    }
}

impl TicketFound {
    /// A ticket that was found.
    #[must_use]
    pub(crate) fn of(shell: Shell, ticket: TicketStatus) -> Self {
        Self { told: Told::of(&shell, ticket), shell }
    }
}

/// One ticket in each state, the last with everything told.
#[cfg(test)]
pub(super) fn tickets() -> Vec<TicketStatus> {
    let at = |seconds| Some(prost_types::Timestamp { seconds, nanos: 0 });
    let ticket = |state| TicketStatus {
        report_number: "0427800048".to_owned(),
        type_code: "nama_salah".to_owned(),
        type_label_id: "Nama salah".to_owned(),
        type_label_en: "The name is wrong".to_owned(),
        state,
        opened_at: at(1_798_736_400),
        due_at: if state < 4 { at(1_798_822_800) } else { None },
        note: if state < 4 { String::new() } else { super::HOSTILE.to_owned() },
        resolved_at: if state < 4 { None } else { at(1_798_822_800) },
    };
    (0..6).map(ticket).collect()
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, None, "/bantuan/status");
    for challenge in ChallengeBlock::samples() {
        let form = || Form::sample(language, "/bantuan/status");
        all.add("ticket status", AskTicket { shell: shell(), form: form(), challenge: challenge.clone() });
        let form = form().filled("report_number", super::HOSTILE).broken("report_number", "no");
        let form = form.broken("receipt_secret", "no").broken(challenge.field(), "no");
        all.add("ticket status refused", AskTicket { shell: shell(), form, challenge });
    }
    for ticket in tickets() {
        all.add("ticket found", TicketFound::of(shell(), ticket));
    }
}
