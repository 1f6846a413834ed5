//! The notice that a registration was rejected.

use speech::Language;

use crate::{Letter, SENTENCES};

/// Tells somebody that the registration of this number was rejected, and why: a code of the contract. One that is not known reads
/// as "other". The letter holds no personal data but the number.
#[must_use]
pub fn rejection(number: &str, reason_code: &str) -> Letter {
    let reason = |language| {
        let known = ["NOT_EMPLOYED_HERE", "NOT_MADE_BY_EMPLOYEE", "DUPLICATE"].contains(&reason_code);
        SENTENCES.line(language, if known { reason_code } else { "OTHER" }).unwrap_or(reason_code)
    };
    Letter::in_both(
        |language: Language| SENTENCES.say(language, "rejection-subject"),
        |language| SENTENCES.say(language, "rejection-text").with("number", number).with("reason", reason(language)),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_reason_has_its_sentence_in_both_languages() {
        let texts: HashSet<_> = ["NOT_EMPLOYED_HERE", "NOT_MADE_BY_EMPLOYEE", "DUPLICATE", "OTHER"]
            .map(|reason| rejection("C8Y9GVRP", reason).text)
            .into();
        assert_eq!(texts.len(), 4);
        assert!(texts.iter().all(|text| text.contains("Alasan:") && text.contains("Reason:")));
        assert_eq!(rejection("C8Y9GVRP", "NEWER_THAN_THIS"), rejection("C8Y9GVRP", "OTHER"));
    }

    /// As people get it: words, order, line breaks.
    #[test]
    fn the_letter_reads_word_for_word() {
        let letter = rejection("C8Y9GVRP", "DUPLICATE");
        assert_eq!(letter.subject, "Pendaftaran e-PUPNS ditolak / registration rejected");
        assert_eq!(
            letter.text,
            "Pendaftaran e-PUPNS dengan nomor register C8Y9GVRP ditolak oleh verifikator instansi.\n\
             Alasan: Pendaftaran ganda.\n\
             Pendaftaran beserta kata kunci, pertanyaan pengaman dan alamat e-mail telah dihapus. Saudara dapat mendaftar kembali.\n\
             Bila Saudara tidak pernah mendaftar, laporkan melalui Menu Bantuan.\n\
             \n\
             --\n\
             The e-PUPNS registration C8Y9GVRP was rejected by the agency's verifier.\n\
             Reason: The registration is a duplicate.\n\
             The registration, its password, security question and e-mail address have been erased. You may register again.\n\
             If you never registered, please tell the helpdesk.\n"
        );
    }
}
