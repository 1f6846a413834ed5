//! What is missing before a dossier can be handed in.

use super::{
    Life, State,
    draft::{Answer, Draft, is_open},
    value::Value,
};
use crate::domain::reference::field::Field;

/// Why a field keeps the dossier from being handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Missing {
    /// No answer, or a check of a value that the master data do not hold any more.
    Answer,
    /// A correction to a code that cannot be chosen any more.
    Outdated,
}

/// A dossier before it is handed in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checklist<'a> {
    /// In the catalogue's order.
    pub(crate) missing: Vec<(&'a Field, Missing)>,
    /// Fields that can be answered now.
    pub(crate) open: u32,
    /// Of these, answered.
    pub(crate) answered: u32,
}

impl Missing {
    /// Stable code.
    #[must_use]
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Answer => "ANSWER_MISSING",
            Self::Outdated => "VALUE_OUTDATED",
        }
    }

    /// The rule, for people.
    #[must_use]
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Answer => "neither checked nor corrected",
            Self::Outdated => "the chosen value is used no more",
        }
    }
}

/// Looks through the fields that can be answered now. Missing are: what is required, what came back, and what was checked
/// before the master data changed, each without an answer; and whatever was corrected to a value that is used no more.
pub(crate) fn look<'a>(
    life: Life,
    fields: impl IntoIterator<Item = (&'a Field, &'a Draft)>,
    can_be_chosen: impl Fn(&Field, &Value) -> bool,
) -> Checklist<'a> {
    let mut list = Checklist::default();
    for (field, draft) in fields.into_iter().filter(|(field, draft)| is_open(life, field, draft)) {
        list.open += 1;
        let asked = field.required || draft.lapsed || life.state == State::Returned;
        match draft.standing() {
            None if asked => list.missing.push((field, Missing::Answer)),
            None => {}
            Some(Answer::Correction(value)) if field.reference_table.is_some() && !can_be_chosen(field, value) => {
                list.answered += 1;
                list.missing.push((field, Missing::Outdated));
            }
            Some(_) => list.answered += 1,
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reference::field::{FieldType, Master};

    fn field(key: &str, required: bool) -> Field {
        Field {
            key: key.to_owned(),
            section: "data_utama".into(),
            label_id: key.to_owned(),
            label_en: key.to_owned(),
            kind: FieldType::Reference,
            min_length: 1,
            max_length: 20,
            reference_table: Some("agama".into()),
            required,
            read_only: false,
            document_required: false,
            stages: kernel::Stage::ALL.to_vec(),
            sealed: false,
            master: Master::Attribute,
        }
    }

    fn codes(life: Life, file: &[(Field, Draft)]) -> (Vec<(String, &'static str)>, u32, u32) {
        let fields = file.iter().map(|(field, draft)| (field, draft));
        let list = look(life, fields, |_, value| value.expose() == "known");
        let missing = list.missing.iter().map(|(field, missing)| (field.key.clone(), missing.code())).collect();
        (missing, list.open, list.answered)
    }

    fn corrected(text: &str) -> Draft {
        Draft { revision: 1, answer: Some(Answer::Correction(Value::new(text).unwrap())), ..Draft::default() }
    }

    #[test]
    fn what_is_required_or_lapsed_or_outdated_is_missing_and_nothing_else() {
        let lapsed = Draft { revision: 1, answer: Some(Answer::Check), lapsed: true, ..Draft::default() };
        let shown = Field { read_only: true, ..field("shown", false) };
        let file = [
            (field("required", true), Draft::default()),
            (field("optional", false), Draft::default()),
            (field("lapsed", false), lapsed),
            (field("known", true), corrected("known")),
            (field("outdated", false), corrected("old")),
            (shown, Draft::default()),
        ];
        let missing = [("required", "ANSWER_MISSING"), ("lapsed", "ANSWER_MISSING"), ("outdated", "VALUE_OUTDATED")];
        let missing: Vec<_> = missing.map(|(key, code)| (key.to_owned(), code)).into();
        let opened = Life { state: State::Open, submission: 0, version: 0 };
        assert_eq!(codes(opened, &file), (missing, 5, 2));
    }

    #[test]
    fn of_a_returned_dossier_only_what_came_back_is_looked_at() {
        let returned = Life { state: State::Returned, submission: 1, version: 1 };
        let back = Draft { reopened: true, ..corrected("known") };
        let file = [(field("required", true), Draft::default()), (field("back", false), back)];
        assert_eq!(codes(returned, &file), (vec![], 1, 1));
        let locked = Life { state: State::Submitted, ..returned };
        assert_eq!(codes(locked, &file), (vec![], 0, 0));
    }
}
