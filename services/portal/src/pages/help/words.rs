use proto::helpdesk::v1::{TicketField, TicketState};

use crate::{language::Language, shell::Shell};

/// A type's name in the language of the page.
#[must_use]
pub(crate) fn type_label(indonesian: &str, english: &str, language: Language) -> String {
    language.choose(indonesian, english).to_owned()
}

/// The key of where a ticket stands.
#[must_use]
pub(super) fn state(state: TicketState) -> &'static str {
    match state {
        TicketState::Unspecified => "ticket-unknown",
        TicketState::Open => "ticket-open",
        TicketState::Claimed => "ticket-claimed",
        TicketState::Approved => "ticket-approved",
        TicketState::Resolved => "ticket-resolved",
        TicketState::Rejected => "ticket-rejected",
    }
}

/// What helpdesk calls a question, and so does a form.
#[must_use]
pub(crate) fn field_name(field: TicketField) -> &'static str {
    match field {
        TicketField::Unspecified => "answers",
        TicketField::Nip => "nip",
        TicketField::OldNip => "old_nip",
        TicketField::Name => "name",
        TicketField::Agency => "agency",
        TicketField::RegistrationNumber => "registration_number",
        TicketField::WantedValue => "wanted_value",
    }
}

/// The key of a question.
#[must_use]
pub(super) fn field_label(field: TicketField) -> &'static str {
    match field {
        TicketField::Unspecified => "ticket-asks-unknown",
        TicketField::Nip => "ticket-asks-nip",
        TicketField::OldNip => "ticket-asks-old-nip",
        TicketField::Name => "ticket-asks-name",
        TicketField::Agency => "ticket-asks-agency",
        TicketField::RegistrationNumber => "ticket-asks-registration-number",
        TicketField::WantedValue => "ticket-asks-wanted-value",
    }
}

/// A reference table as people call it; by its own name where it is new.
#[must_use]
pub(super) fn table(shell: &Shell, name: &str) -> String {
    let key = match name {
        "unor" => "table-unor",
        "lokasi" => "table-lokasi",
        "sekolah" => "table-sekolah",
        "unit_kesehatan" => "table-unit-kesehatan",
        "pendidikan" => "table-pendidikan",
        "jabatan" => "table-jabatan",
        other => return other.replace('_', " "),
    };
    shell.say(key).to_string()
}
