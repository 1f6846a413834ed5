//! What mail says.

use serde::{Deserialize, Serialize};

/// A mail as it is queued: sealed, for it holds an address (P2).
#[derive(Serialize, Deserialize)]
pub(crate) struct Letter {
    pub(crate) to: String,
    /// One line.
    pub(crate) subject: String,
    /// Plain text: Indonesian, then English.
    pub(crate) text: String,
}

impl Letter {
    /// The notice that a registration was rejected. No personal data in it but the number.
    #[must_use]
    pub(crate) fn rejection(to: &str, number: &str, reason_code: &str) -> Self {
        let (reason, reason_english) = reason(reason_code);
        let text = format!(
            "Pendaftaran e-PUPNS dengan nomor register {number} ditolak oleh verifikator instansi.\n\
             Alasan: {reason}\n\
             Pendaftaran beserta kata kunci, pertanyaan pengaman dan alamat e-mail telah dihapus. Saudara dapat mendaftar kembali.\n\
             Bila Saudara tidak pernah mendaftar, laporkan melalui Menu Bantuan.\n\
             \n\
             --\n\
             The e-PUPNS registration {number} was rejected by the agency's verifier.\n\
             Reason: {reason_english}\n\
             The registration, its password, security question and e-mail address have been erased. You may register again.\n\
             If you never registered, please tell the helpdesk.\n"
        );
        Self { to: to.to_owned(), subject: "Pendaftaran e-PUPNS ditolak / registration rejected".to_owned(), text }
    }
}

/// The reason as a sentence, Indonesian and English; a code that is not known reads as "other".
fn reason(code: &str) -> (&'static str, &'static str) {
    match code {
        "NOT_EMPLOYED_HERE" => {
            ("Anda tidak tercatat sebagai pegawai pada instansi ini.", "You are not employed by this agency.")
        }
        "NOT_MADE_BY_EMPLOYEE" => (
            "Pendaftaran tidak dilakukan oleh pegawai yang bersangkutan.",
            "The registration was not made by the employee.",
        ),
        "DUPLICATE" => ("Pendaftaran ganda.", "The registration is a duplicate."),
        _ => (
            "Lainnya; tanyakan kepada Biro Kepegawaian di Instansi Saudara.",
            "Other; please ask your agency's personnel office.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_reason_has_its_sentence_in_both_languages() {
        let texts: HashSet<_> = ["NOT_EMPLOYED_HERE", "NOT_MADE_BY_EMPLOYEE", "DUPLICATE", "OTHER"]
            .map(|reason| Letter::rejection("siti@bkd.go.id", "C8Y9GVRP", reason).text)
            .into();
        assert_eq!(texts.len(), 4);
        let right = |text: &String| text.contains("Alasan:") && text.contains("Reason:") && !text.contains("siti");
        assert!(texts.iter().all(right));
    }
}
