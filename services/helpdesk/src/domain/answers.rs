//! What a writer tells: the text, and answers to what the type asks.

use std::{collections::BTreeMap, fmt};

use kernel::{AgencyCode, Coded, Nip, OldNip, RegistrationNumber, TextError, check_text};

use super::ticket_type::{Field, TicketType};

/// "Max 250 karakter": code points.
const TEXT: usize = 250;
/// The longest name or wanted value, in code points.
const SHORT_TEXT: usize = 200;

/// What a writer wrote; P2.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Text(String);

/// Nothing of it is printed.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(***)")
    }
}

impl Text {
    /// Takes a text as it is.
    ///
    /// # Errors
    /// The rule of texts that it breaks; its length is counted in code points.
    pub(crate) fn parse(text: &str) -> Result<Self, TextError> {
        check_text(text, TEXT).map(|()| Self(text.to_owned()))
    }

    /// What was written.
    #[must_use]
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

/// Answers by question, in the form that is kept; P1 or P2.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Answers(BTreeMap<Field, String>);

/// Which questions were answered, and nothing of the answers.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A rule that an answer breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Name of the question.
    pub(crate) field: &'static str,
    /// Stable code.
    pub(crate) rule: &'static str,
    /// For developers.
    pub(crate) text: String,
}

impl Broken {
    fn new(field: Field, rule: &'static str, text: &str) -> Self {
        Self { field: field.as_str(), rule, text: text.to_owned() }
    }
}

impl Answers {
    /// Answers as they are kept, which were checked when they came.
    #[must_use]
    pub(crate) fn kept(answers: impl IntoIterator<Item = (Field, String)>) -> Self {
        Self(answers.into_iter().collect())
    }

    /// Reads answers by the rules of the type: what it asks, and nothing else. An empty answer is none.
    ///
    /// # Errors
    /// Every rule that is broken.
    pub(crate) fn parse(of: &TicketType, told: &[(Field, String)]) -> Result<Self, Vec<Broken>> {
        let (mut answers, mut broken) = (BTreeMap::new(), Vec::new());
        for (field, value) in told {
            if !of.fields.contains(field) {
                broken.push(Broken::new(*field, "ANSWER_UNASKED", "this type does not ask for it"));
            } else if answers.contains_key(field) {
                broken.push(Broken::new(*field, "FIELD_REPEATED", "answered more than once"));
            } else {
                match canonical(*field, value) {
                    Ok(value) => drop(answers.insert(*field, value)),
                    Err(error) => broken.push(error),
                }
            }
        }
        answers.retain(|_, value| !value.is_empty());
        for field in of.fields.iter().filter(|field| !of.optional_fields.contains(field)) {
            let named = broken.iter().any(|broken| broken.field == field.as_str());
            if !answers.contains_key(field) && !named {
                broken.push(Broken::new(*field, "FIELD_MISSING", "this type asks for it"));
            }
        }
        if broken.is_empty() { Ok(Self(answers)) } else { Err(broken) }
    }

    /// One answer.
    #[must_use]
    pub(crate) fn get(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    /// The NIP, if one was asked for and given.
    #[must_use]
    pub(crate) fn nip(&self) -> Option<Nip> {
        Nip::parse(self.get(Field::Nip)?).ok()
    }

    /// The registration number.
    #[must_use]
    pub(crate) fn registration_number(&self) -> Option<RegistrationNumber> {
        RegistrationNumber::parse(self.get(Field::RegistrationNumber)?).ok()
    }

    /// The agency.
    #[must_use]
    pub(crate) fn agency(&self) -> Option<AgencyCode> {
        AgencyCode::parse(self.get(Field::Agency)?).ok()
    }

    /// All answers, in the order of the questions.
    pub(crate) fn expose(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, value)| (*field, value.as_str()))
    }
}

/// The form that is kept: identifiers without separators, texts as they are, nothing for nothing.
fn canonical(field: Field, value: &str) -> Result<String, Broken> {
    if value.chars().all(|c| c == ' ') {
        return Ok(String::new());
    }
    let broken = |error: &dyn Coded| Broken::new(field, error.code(), &error.to_string());
    match field {
        Field::Nip => Nip::parse(value).map(|nip| nip.expose().to_owned()).map_err(|error| broken(&error)),
        Field::OldNip => OldNip::parse(value).map(|nip| nip.expose().to_owned()).map_err(|error| broken(&error)),
        Field::RegistrationNumber => {
            RegistrationNumber::parse(value).map(|number| number.to_string()).map_err(|error| broken(&error))
        }
        // No agency has such a code.
        Field::Agency => AgencyCode::parse(value)
            .map(|code| code.to_string())
            .map_err(|error| Broken::new(field, "REFERENCE_UNKNOWN", &error.to_string())),
        Field::Name | Field::WantedValue => {
            check_text(value, SHORT_TEXT).map(|()| value.to_owned()).map_err(|error| broken(&error))
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::NumberKey;

    use super::{super::desk::Destination, *};

    fn of(fields: &[Field], optional: &[Field]) -> TicketType {
        TicketType {
            code: "x".into(),
            label_id: String::new(),
            label_en: String::new(),
            hint_id: String::new(),
            hint_en: String::new(),
            fields: fields.into(),
            optional_fields: optional.into(),
            destination: Destination::Bkn,
            routed_by: None,
            due_hours: 1,
            reference_table: None,
            action: None,
        }
    }

    fn rules(of: &TicketType, told: &[(Field, &str)]) -> Vec<(&'static str, &'static str)> {
        let told: Vec<_> = told.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
        let broken = Answers::parse(of, &told).err().unwrap_or_default();
        broken.into_iter().map(|broken| (broken.field, broken.rule)).collect()
    }

    #[test]
    fn what_is_asked_is_kept_in_one_form() {
        let of = of(&[Field::Nip, Field::OldNip, Field::RegistrationNumber, Field::Name], &[Field::OldNip]);
        let number = RegistrationNumber::from_sequence(7, &NumberKey::new([7; 32])).unwrap();
        let told = [
            (Field::Name, "Dewi".to_owned()),
            (Field::Nip, "19800101 200501 1 003".to_owned()),
            (Field::RegistrationNumber, number.as_str().to_lowercase()),
            (Field::OldNip, " ".to_owned()),
        ];
        let answers = Answers::parse(&of, &told).unwrap();
        let kept: Vec<_> = answers.expose().collect();
        let expected =
            [(Field::Nip, "198001012005011003"), (Field::Name, "Dewi"), (Field::RegistrationNumber, number.as_str())];
        assert_eq!(kept, expected);
        assert_eq!(format!("{answers:?}"), "{Nip, Name, RegistrationNumber}", "nothing of the answers is printed");
    }

    #[test]
    fn what_is_missing_unasked_repeated_or_broken_is_named() {
        let of = of(&[Field::Nip, Field::Agency], &[]);
        assert_eq!(rules(&of, &[]), [("nip", "FIELD_MISSING"), ("agency", "FIELD_MISSING")]);
        let told = [(Field::Nip, "1"), (Field::Nip, "198001012005011003"), (Field::Agency, "A 1"), (Field::Name, "x")];
        let expected = [("nip", "NIP_LENGTH"), ("agency", "REFERENCE_UNKNOWN"), ("name", "ANSWER_UNASKED")];
        assert_eq!(rules(&of, &told), expected);
        let twice = [(Field::Nip, "198001012005011003"), (Field::Nip, "198001012005011003"), (Field::Agency, "A1")];
        assert_eq!(rules(&of, &twice), [("nip", "FIELD_REPEATED")]);
        assert_eq!(rules(&of, &[(Field::Nip, "\n"), (Field::Agency, "A1")]), [("nip", "NIP_DIGITS")]);
    }

    #[test]
    fn a_text_has_at_most_250_code_points_and_is_one_line() {
        assert!(Text::parse(&"😀".repeat(250)).is_ok());
        assert_eq!(Text::parse(&"😀".repeat(251)).unwrap_err().code(), "TEXT_TOO_LONG");
        for (text, code) in [("", "TEXT_EMPTY"), ("a\u{202e}b", "TEXT_BIDI"), ("a\u{200b}b", "TEXT_INVISIBLE")] {
            assert_eq!(Text::parse(text).unwrap_err().code(), code);
        }
        assert_eq!(format!("{:?}", Text::parse("rahasia").unwrap()), "Text(***)");
    }
}
