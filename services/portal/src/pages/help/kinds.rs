use askama::Template;
use proto::helpdesk::v1::{TicketField, TicketType};

use super::type_label;
use crate::shell::Shell;

/// What a ticket can be about, in the order in which people choose.
#[derive(Template)]
#[template(path = "help/kinds.html")]
pub(crate) struct Kinds {
    /// The frame.
    pub shell: Shell,
    /// Types of one sort together.
    pub groups: Vec<Group>,
    /// A type was asked for that nobody knows.
    pub unknown: bool,
    /// What was written for it, so that it is not lost.
    pub typed: String,
}

/// Types of one sort.
pub(crate) struct Group {
    /// Its key, and the id of its heading.
    pub key: &'static str,
    /// Its types.
    pub kinds: Vec<Kind>,
}

/// One type.
pub(crate) struct Kind {
    /// Stable.
    pub code: String,
    /// Its name.
    pub label: String,
    /// What it is for; may be empty.
    pub hint: String,
}

const GROUPS: [&str; 3] = ["help-group-person", "help-group-form", "help-group-reference"];

fn group_of(kind: &TicketType) -> &'static str {
    if !kind.reference_table.is_empty() {
        "help-group-reference"
    } else if kind.fields().any(|field| field == TicketField::RegistrationNumber) {
        "help-group-form"
    } else {
        "help-group-person"
    }
}

impl Kinds {
    /// The types in their groups.
    #[must_use]
    pub(crate) fn of(shell: Shell, types: &[TicketType]) -> Self {
        let language = shell.language();
        let kind = |of: &TicketType| Kind {
            code: of.code.clone(),
            label: type_label(&of.label_id, &of.label_en, language),
            hint: type_label(&of.hint_id, &of.hint_en, language),
        };
        let group = |key| {
            let kinds: Vec<_> = types.iter().filter(|of| group_of(of) == key).map(kind).collect();
            (!kinds.is_empty()).then_some(Group { key, kinds })
        };
        let groups = GROUPS.into_iter().filter_map(group).collect();
        Self { shell, groups, unknown: false, typed: String::new() }
    }

    /// The types, for somebody who asked for one that there is not.
    #[must_use]
    pub(crate) fn instead(shell: Shell, types: &[TicketType], typed: &str) -> Self {
        Self { unknown: true, typed: typed.to_owned(), ..Self::of(shell, types) }
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = |role| Shell::sample(language, role, "/bantuan");
    all.add("help", Kinds::of(shell(None), &super::types()));
    all.add("help for an employee", Kinds::of(shell(Some(kernel::Role::Employee)), &super::types()));
    all.add("help without types", Kinds::of(shell(None), &[]));
    all.add("help instead", Kinds::instead(shell(None), &super::types(), super::HOSTILE));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn types_stand_together_by_what_they_are_about_in_their_order() {
        let kinds = Kinds::of(Shell::sample(Language::Indonesian, None, "/bantuan"), &super::super::types());
        let codes = |group: &Group| group.kinds.iter().map(|kind| kind.code.clone()).collect::<Vec<_>>();
        let found: Vec<_> = kinds.groups.iter().map(|group| (group.key, codes(group))).collect();
        assert_eq!(found[0], ("help-group-person", vec!["instansi_salah".to_owned(), "tidak_ada".to_owned()]));
        assert_eq!(found[1], ("help-group-form", vec!["turun_status".to_owned()]));
        assert_eq!(found[2], ("help-group-reference", vec!["referensi_unor".to_owned()]));
    }
}
