use askama::Template;
use proto::helpdesk::v1::TicketStatus;

use super::status::Told;
use crate::shell::Shell;

/// One's own tickets, newest first.
#[derive(Template)]
#[template(path = "help/own.html")]
pub(crate) struct OwnTickets {
    /// The frame.
    pub shell: Shell,
    /// One page of them.
    pub tickets: Vec<Told>,
    /// Where the older ones are; nothing at the end.
    pub older: Option<String>,
    /// Whether this is not the first page.
    pub later: bool,
}

impl OwnTickets {
    /// One page of the list.
    #[must_use]
    pub(crate) fn of(shell: Shell, tickets: Vec<TicketStatus>, older: Option<String>, later: bool) -> Self {
        let tickets = tickets.into_iter().map(|ticket| Told::of(&shell, ticket)).collect();
        Self { shell, tickets, older, later }
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, Some(kernel::Role::Employee), "/bantuan/saya");
    all.add("no own tickets", OwnTickets::of(shell(), Vec::new(), None, false));
    let older = Some("/bantuan/saya?lanjut=sealed".to_owned());
    all.add("own tickets", OwnTickets::of(shell(), super::status::tickets(), older, true));
}
