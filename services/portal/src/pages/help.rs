//! Help: tickets of those who are stuck, and the officers who answer them.

mod away;
mod inbox;
mod kinds;
mod new_ticket;
mod own;
mod receipt;
mod status;
mod ticket;
mod words;

pub(crate) use self::{
    away::Away,
    inbox::Inbox,
    kinds::Kinds,
    new_ticket::NewTicket,
    own::OwnTickets,
    receipt::Receipt,
    status::{AskTicket, TicketFound},
    ticket::{Similar, TicketPage},
    words::{field_name, type_label},
};

#[cfg(test)]
pub(crate) fn samples(all: &mut crate::samples::Samples) {
    kinds::samples(all);
    new_ticket::samples(all);
    receipt::samples(all);
    status::samples(all);
    own::samples(all);
    inbox::samples(all);
    ticket::samples(all);
    away::samples(all);
}

/// What people try out: shown as it is, never interpreted.
#[cfg(test)]
const HOSTILE: &str = "\"><script>alert(1)</script> \u{202e}=HYPERLINK({{7*7}}) '; DROP TABLE";

/// Types as helpdesk tells them: asked-for fields of every kind, a table, an action.
#[cfg(test)]
fn types() -> Vec<proto::helpdesk::v1::TicketType> {
    use proto::helpdesk::v1::{TicketField, TicketType};
    let of = |code: &str, fields: &[TicketField], table: &str| TicketType {
        code: code.to_owned(),
        label_id: format!("Jenis {code} <b>"),
        label_en: format!("Kind {code} <b>"),
        hint_id: "Tuliskan \"selengkapnya\".".to_owned(),
        hint_en: "Write \"all of it\".".to_owned(),
        fields: fields.iter().map(|field| (*field).into()).collect(),
        optional_fields: vec![TicketField::OldNip.into()],
        reference_table: table.to_owned(),
        due_hours: 72,
        ..TicketType::default()
    };
    vec![
        of("instansi_salah", &[TicketField::Nip, TicketField::Agency], ""),
        of("tidak_ada", &[TicketField::Nip, TicketField::OldNip, TicketField::Name], ""),
        of("turun_status", &[TicketField::RegistrationNumber], ""),
        of("referensi_unor", &[TicketField::Agency, TicketField::WantedValue], "unor"),
    ]
}
