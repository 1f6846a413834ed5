//! The secrets of a registration, checked all at once, so that a person mends them in one go.

use std::fmt;

use kernel::{Coded as _, check_text};
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    Violation, answer,
    email::Email,
    password::{Known, broken_rules},
};
#[derive(Clone)]
pub(crate) struct TypedSecrets {
    /// May be empty.
    pub(crate) email: SecretString,
    /// Kept exactly as it is.
    pub(crate) password: SecretString,
    /// 1-100 code points.
    pub(crate) mother_name: SecretString,
    /// 1-120 code points.
    pub(crate) security_question: SecretString,
    /// 1-120 code points.
    pub(crate) security_answer: SecretString,
}

/// Good to be kept.
pub(crate) struct Secrets {
    /// Absent when none was given.
    pub(crate) email: Option<Email>,
    /// P3.
    pub(crate) password: SecretString,
    /// P2.
    pub(crate) mother_name: SecretString,
    /// P2.
    pub(crate) security_question: SecretString,
    /// P3, in the form in which answers are compared.
    pub(crate) answer: SecretString,
}

const MOTHER_NAME: usize = 100;
const QUESTION: usize = 120;
const ANSWER: usize = 120;

impl TypedSecrets {
    /// Checks everything.
    ///
    /// # Errors
    /// Every broken rule of every field.
    pub(crate) fn check(self, known: &Known<'_>) -> Result<Secrets, Vec<Violation>> {
        let mut broken: Vec<Violation> = broken_rules(self.password.expose_secret(), known)
            .into_iter()
            .map(|rule| ("password", rule.code(), rule.text().to_owned()))
            .collect();
        let typed_email = self.email.expose_secret();
        let email = if typed_email.is_empty() { None } else { Some(Email::parse(typed_email)) };
        if email == Some(None) {
            broken.push(("email", "EMAIL_INVALID", "not a mail address of at most 254 characters".to_owned()));
        }
        let texts = [
            ("mother_name", &self.mother_name, MOTHER_NAME),
            ("security_question", &self.security_question, QUESTION),
            ("security_answer", &self.security_answer, ANSWER),
        ];
        for (field, text, longest) in texts {
            if let Err(error) = check_text(text.expose_secret(), longest) {
                broken.push((field, error.code(), error.to_string()));
            }
        }
        if !broken.is_empty() {
            return Err(broken);
        }
        Ok(Secrets {
            email: email.flatten(),
            password: self.password,
            mother_name: self.mother_name,
            security_question: self.security_question,
            answer: answer::normalise(self.security_answer.expose_secret()),
        })
    }
}

impl fmt::Debug for TypedSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedSecrets(***)")
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> TypedSecrets {
        TypedSecrets {
            email: "siti@bkd.go.id".into(),
            password: "kuda lumping terbang 7".into(),
            mother_name: "Ratna Dewi".into(),
            security_question: "Siapakah artis favorit saya?".into(),
            security_answer: " Rhoma  IRAMA ".into(),
        }
    }

    #[test]
    fn good_secrets_pass_and_the_answer_is_normalised() {
        let secrets = typed().check(&Known::default()).unwrap();
        assert_eq!(secrets.answer.expose_secret(), "rhoma irama");
        assert_eq!(secrets.email.unwrap().expose(), "siti@bkd.go.id");
    }

    #[test]
    fn an_address_may_be_left_out() {
        let secrets = TypedSecrets { email: "".into(), ..typed() }.check(&Known::default()).unwrap();
        assert_eq!(secrets.email, None);
    }

    #[test]
    fn every_broken_field_is_named_at_once() {
        let bad = TypedSecrets {
            email: "siti@bkd.go.id\r\nBcc: semua@bkd.go.id".into(),
            password: "rahasia".into(),
            mother_name: " ".into(),
            security_question: "a".repeat(121).into(),
            security_answer: "\u{202e}amari".into(),
        };
        let broken = bad.check(&Known::default()).unwrap_err();
        let named: Vec<_> = broken.iter().map(|(field, rule, _)| (*field, *rule)).collect();
        assert_eq!(
            named,
            [
                ("password", "PASSWORD_LENGTH"),
                ("email", "EMAIL_INVALID"),
                ("mother_name", "TEXT_EMPTY"),
                ("security_question", "TEXT_TOO_LONG"),
                ("security_answer", "TEXT_BIDI"),
            ]
        );
    }
}
