//! One field's new answer, decided by itself: kept, known already, or refused.

use super::{
    draft::{Answer, Draft},
    value::{self, Broken, Value},
};
use crate::domain::reference::field::Field;

/// What a device sends for a field.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Neither.
    Nothing,
    /// The database value is right.
    Check,
    /// It should be this. P1 or P2.
    Correction(String),
}

/// What a field's save does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Saving {
    /// The very answer is kept already: a save whose answer was lost on its way, or a second press of the button.
    Known,
    /// A new revision.
    Keep(Answer),
}

/// Why an answer is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SaveError {
    /// Another device has saved since: what is kept is shown beside.
    Stale,
    /// Not in this state of the dossier.
    NotOpen,
    /// It is never answered.
    ReadOnly,
    /// Not in the catalogue.
    KeyUnknown,
    /// The request has answered it before.
    Repeated,
    /// A correction that corrects nothing.
    EqualsDatabase,
    /// The value breaks a rule.
    Value(Broken),
}

impl SaveError {
    /// Stable code of the field's result.
    #[must_use]
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Stale => "STALE_REVISION",
            Self::NotOpen => "FIELD_NOT_OPEN",
            Self::ReadOnly => "FIELD_READ_ONLY",
            Self::KeyUnknown => "FIELD_KEY_UNKNOWN",
            Self::Repeated => "FIELD_REPEATED",
            Self::EqualsDatabase => "CORRECTION_EQUALS_DATABASE",
            Self::Value(broken) => broken.code,
        }
    }

    /// The rule, for people.
    #[must_use]
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Stale => "another save came first",
            Self::NotOpen => "the field cannot be answered now",
            Self::ReadOnly => "the field is never answered",
            Self::KeyUnknown => "no field of the dossier's catalogue",
            Self::Repeated => "the request answers the field twice",
            Self::EqualsDatabase => "the database value is the same: check it",
            Self::Value(broken) => &broken.text,
        }
    }
}

/// The field that is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation<'a> {
    pub(crate) field: &'a Field,
    /// Whether it can be answered now.
    pub(crate) open: bool,
    /// What is kept.
    pub(crate) draft: &'a Draft,
    /// What the master data say.
    pub(crate) database: Option<&'a Value>,
}

impl Situation<'_> {
    /// Decides. The same answer under the revision before is success: its sender never heard that it was kept.
    ///
    /// # Errors
    /// [`SaveError`]; a stale revision before what is wrong with the value.
    pub(crate) fn save(
        self,
        revision: u64,
        typed: &Typed,
        can_be_chosen: impl Fn(&Value) -> bool,
    ) -> Result<Saving, SaveError> {
        if self.field.read_only {
            return Err(SaveError::ReadOnly);
        }
        if !self.open {
            return Err(SaveError::NotOpen);
        }
        let answer = self.read(typed, can_be_chosen);
        let kept = self.draft.revision;
        let just_before = revision.checked_add(1) == Some(kept);
        if (revision == kept || just_before)
            && answer.as_ref().ok().is_some_and(|new| self.draft.standing() == Some(new))
        {
            return Ok(Saving::Known);
        }
        if revision != kept {
            return Err(SaveError::Stale);
        }
        answer.map(Saving::Keep)
    }

    fn read(self, typed: &Typed, can_be_chosen: impl Fn(&Value) -> bool) -> Result<Answer, SaveError> {
        match typed {
            // Where the master data say nothing, there is nothing that could be right.
            Typed::Check if self.database.is_some() => Ok(Answer::Check),
            Typed::Check | Typed::Nothing => Err(SaveError::Value(value::nothing())),
            Typed::Correction(text) => {
                let value = value::read(self.field, text).map_err(SaveError::Value)?;
                if self.database == Some(&value) {
                    return Err(SaveError::EqualsDatabase);
                }
                if self.field.reference_table.is_some() && !can_be_chosen(&value) {
                    return Err(SaveError::Value(value::unknown_reference()));
                }
                Ok(Answer::Correction(value))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::reference::field::{FieldType, Master};

    fn field() -> Field {
        Field {
            key: "nama".into(),
            section: "data_utama".into(),
            label_id: "Nama".into(),
            label_en: "Name".into(),
            kind: FieldType::Text,
            min_length: 1,
            max_length: 20,
            reference_table: None,
            required: true,
            read_only: false,
            document_required: false,
            stages: kernel::Stage::ALL.to_vec(),
            sealed: false,
            master: Master::Column("name".into()),
        }
    }

    fn value(text: &str) -> Value {
        Value::new(text).unwrap()
    }

    fn correction(text: &str) -> Typed {
        Typed::Correction(text.to_owned())
    }

    fn save(draft: &Draft, database: Option<&str>, revision: u64, typed: &Typed) -> Result<Saving, &'static str> {
        let (field, database) = (field(), database.map(value));
        let situation = Situation { field: &field, open: true, draft, database: database.as_ref() };
        situation.save(revision, typed, |_| true).map_err(|error| error.code())
    }

    fn kept(revision: u64, answer: Answer) -> Draft {
        Draft { revision, answer: Some(answer), ..Draft::default() }
    }

    #[test]
    fn the_first_answer_is_either_a_check_of_something_or_a_correction_of_it() {
        let none = Draft::default();
        assert_eq!(save(&none, Some("Siti"), 0, &Typed::Check), Ok(Saving::Keep(Answer::Check)));
        let corrected = Ok(Saving::Keep(Answer::Correction(value("Siti A"))));
        assert_eq!(save(&none, Some("Siti"), 0, &correction(" Siti  A")), corrected);
        assert_eq!(save(&none, Some("Siti A"), 0, &correction("Siti  A ")), Err("CORRECTION_EQUALS_DATABASE"));
        assert_eq!(save(&none, None, 0, &Typed::Check), Err("VALUE_MISSING"));
        assert_eq!(save(&none, Some("Siti"), 0, &Typed::Nothing), Err("VALUE_MISSING"));
        assert_eq!(save(&none, Some("Siti"), 1, &Typed::Check), Err("STALE_REVISION"));
    }

    #[test]
    fn an_answer_that_was_lost_on_its_way_is_found_and_an_older_one_is_stale() {
        let draft = kept(3, Answer::Correction(value("Siti")));
        for revision in [2, 3] {
            assert_eq!(save(&draft, None, revision, &correction("Siti")), Ok(Saving::Known));
        }
        for revision in [0, 1, 4, u64::MAX] {
            assert_eq!(save(&draft, None, revision, &correction("Siti")), Err("STALE_REVISION"), "{revision}");
        }
        assert_eq!(save(&draft, None, 2, &correction("Sita")), Err("STALE_REVISION"));
        assert_eq!(save(&draft, None, 2, &correction("\u{7}")), Err("STALE_REVISION"));
        assert_eq!(save(&draft, None, 3, &correction("\u{7}")), Err("TEXT_CONTROL"));
    }

    #[test]
    fn a_check_that_lapsed_is_asked_again() {
        let draft = Draft { lapsed: true, ..kept(2, Answer::Check) };
        assert_eq!(save(&draft, Some("Siti"), 2, &Typed::Check), Ok(Saving::Keep(Answer::Check)));
        assert_eq!(save(&draft, Some("Siti"), 1, &Typed::Check), Err("STALE_REVISION"));
    }

    #[test]
    fn closed_and_read_only_fields_and_unknown_codes_are_refused() {
        let (mut field, draft, known) = (field(), Draft::default(), |_: &Value| false);
        let closed = Situation { field: &field, open: false, draft: &draft, database: None };
        assert_eq!(closed.save(99, &Typed::Nothing, known), Err(SaveError::NotOpen), "before everything else");
        field.reference_table = Some("agama".into());
        let open = Situation { field: &field, open: true, draft: &draft, database: None };
        assert_eq!(open.save(0, &correction("III/a"), known).unwrap_err().code(), "REFERENCE_UNKNOWN");
        field.read_only = true;
        let read_only = Situation { field: &field, open: false, draft: &draft, database: None };
        assert_eq!(read_only.save(0, &Typed::Check, known), Err(SaveError::ReadOnly));
    }

    proptest! {
        /// Two devices that save whatever they like: a revision is taken by one of them, and nothing kept is overwritten unseen.
        #[test]
        fn each_revision_is_taken_once(saves in proptest::collection::vec((0..3_u64, "[a-c]"), 1..30)) {
            let mut draft = Draft::default();
            for (behind, text) in saves {
                let revision = draft.revision.saturating_sub(behind);
                match save(&draft, Some("z"), revision, &correction(&text)) {
                    Ok(Saving::Keep(answer)) => {
                        prop_assert_eq!(revision, draft.revision);
                        draft = kept(draft.revision + 1, answer);
                    }
                    Ok(Saving::Known) => {
                        prop_assert_eq!(draft.standing(), Some(&Answer::Correction(value(&text))));
                    }
                    Err(code) => {
                        prop_assert_eq!(code, "STALE_REVISION");
                        prop_assert!(revision < draft.revision);
                    }
                }
            }
        }
    }
}
