use askama::Template;
use proto::helpdesk::v1::{TicketField, TicketType};

use super::{field_name, type_label, words};
use crate::{
    challenge::ChallengeBlock,
    form::{Choice, FieldState, Form},
    shell::Shell,
};

/// A new ticket of one type. Fields: `text`, what the type asks for, `agency_name` beside `agency`, and a challenge.
#[derive(Template)]
#[template(path = "help/new_ticket.html")]
pub(crate) struct NewTicket {
    /// The frame.
    pub shell: Shell,
    /// What was typed.
    pub form: Form,
    /// Name of the type, which the path holds.
    pub label: String,
    /// What to write, and what to bring; may be empty.
    pub hint: String,
    /// When an answer is due, in words.
    pub due: String,
    /// What the type asks for beside the text.
    pub asked: Vec<Asked>,
    /// Agencies with the name that was typed, when there are several.
    pub agencies: Vec<Choice>,
    /// That it is a person; nothing for whoever is signed in.
    pub challenge: Option<ChallengeBlock>,
}

/// One question.
pub(crate) struct Asked {
    /// As the form sends it.
    pub name: &'static str,
    /// The question.
    pub label: String,
    /// How to answer.
    pub hint: String,
    /// Whether only digits answer it.
    pub digits: bool,
}

impl NewTicket {
    /// The longest text, in code points.
    pub(crate) const TEXT: usize = 250;

    /// A form of the type.
    #[must_use]
    pub(crate) fn of(shell: Shell, form: Form, of: &TicketType, challenge: Option<ChallengeBlock>) -> Self {
        let language = shell.language();
        let asked = of.fields().filter(|field| *field != TicketField::Unspecified);
        let asked = asked.map(|field| question(&shell, of, field)).collect();
        Self {
            label: type_label(&of.label_id, &of.label_en, language),
            hint: type_label(&of.hint_id, &of.hint_en, language),
            due: shell.say("new-ticket-due").with("hours", of.due_hours).to_string(),
            agencies: Vec::new(),
            asked,
            challenge,
            form,
            shell,
        }
    }

    fn text(&self) -> FieldState {
        self.form.field("text")
    }

    fn most(&self) -> String {
        self.shell.say("new-ticket-most").with("count", Self::TEXT).to_string()
    }
}

fn question(shell: &Shell, of: &TicketType, field: TicketField) -> Asked {
    let label = shell.say(words::field_label(field)).to_string();
    let optional = of.optional_fields().any(|optional| optional == field);
    let hint = match field {
        TicketField::Nip => shell.say("ticket-hint-nip").to_string(),
        TicketField::OldNip => shell.say("ticket-hint-old-nip").to_string(),
        TicketField::Agency => shell.say("ticket-hint-agency").to_string(),
        TicketField::RegistrationNumber => shell.say("ticket-hint-registration-number").to_string(),
        TicketField::WantedValue if !of.reference_table.is_empty() => {
            shell.say("ticket-hint-wanted-value").with("table", words::table(shell, &of.reference_table)).to_string()
        }
        TicketField::Name | TicketField::WantedValue | TicketField::Unspecified => String::new(),
    };
    Asked {
        // An agency is found by its name; its code is what is sent on.
        name: if field == TicketField::Agency { "agency_name" } else { field_name(field) },
        label: if optional { shell.say("ticket-optional").with("label", label).to_string() } else { label },
        digits: matches!(field, TicketField::Nip | TicketField::OldNip),
        hint,
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = |role| Shell::sample(language, role, "/bantuan/baru/nama_salah");
    let form = || Form::sample(language, "/bantuan/baru/nama_salah");
    let names = ["text", "nip", "old_nip", "name", "agency_name", "registration_number", "wanted_value"];
    for of in super::types() {
        for challenge in ChallengeBlock::samples() {
            all.add("new ticket", NewTicket::of(shell(None), form(), &of, Some(challenge.clone())));
            let page = NewTicket::of(shell(None), form(), &of, None);
            let asked: Vec<_> = page.asked.iter().map(|asked| asked.name).collect();
            let typed = names.iter().filter(|name| **name == "text" || asked.contains(name));
            let typed = typed.fold(form(), |form, name| form.filled(name, super::HOSTILE).broken(name, "no"));
            let typed = typed.broken(challenge.field(), "no").wrong("away");
            all.add("new ticket refused", NewTicket::of(shell(None), typed, &of, Some(challenge)));
        }
    }
    let of = &super::types()[0];
    let agencies =
        vec![Choice::new("5000", "Pemerintah <Kota> Bandung"), Choice::new("5001", "Pemerintah Kab. Bandung")];
    let typed = form().filled("agency_name", "Bandung").broken("agency", "choose");
    let page = NewTicket { agencies, ..NewTicket::of(shell(Some(kernel::Role::Employee)), typed, of, None) };
    all.add("new ticket with agencies", page);
}
