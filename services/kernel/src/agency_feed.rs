//! Names by which agencies find their feed in NATS: whoever publishes, provisions or listens says them alike.

use crate::codes::AgencyCode;
use crate::rehearsal::RehearsalAgency;

/// The stream with the events of all agencies, in the account AGENCIES.
pub const STREAM: &str = "AGENCY_EVENTS";

/// What every subject of the feed starts with; then follow agency, entity and fact.
pub const SUBJECT_PREFIX: &str = "epupns.v1";

/// An agency as one token of a subject, and the name of its durable consumer: the code with `_` for `.`, which would part
/// a subject and which no durable's name may contain. No code contains `_`, so that no two agencies share a token.
#[must_use]
pub fn token(agency: &AgencyCode) -> String {
    agency.as_str().replace('.', "_")
}

/// `epupns.v1.3573.dossier.submitted`
#[must_use]
pub fn subject(agency: &AgencyCode, entity: &str, fact: &str) -> String {
    format!("{SUBJECT_PREFIX}.{}.{entity}.{fact}", token(agency))
}

/// The subjects of one agency.
#[must_use]
pub fn all_subjects(agency: &AgencyCode) -> String {
    format!("{SUBJECT_PREFIX}.{}.>", token(agency))
}

/// Where answers to an agency's requests arrive; no other user may listen there.
#[must_use]
pub fn inbox(agency: &AgencyCode) -> String {
    format!("_INBOX.agency.{}", token(agency))
}

/// Whether the agency has a feed: those of rehearsals have none.
#[must_use]
pub fn is_fed(agency: &AgencyCode) -> bool {
    !RehearsalAgency::is_one(agency)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(code: &str) -> AgencyCode {
        AgencyCode::parse(code).unwrap()
    }

    #[test]
    fn an_agency_is_one_token_of_a_subject() {
        assert_eq!(subject(&agency("3573"), "dossier", "submitted"), "epupns.v1.3573.dossier.submitted");
        assert_eq!(all_subjects(&agency("35.73-a")), "epupns.v1.35_73-a.>");
        assert_eq!(inbox(&agency("..")), "_INBOX.agency.__");
    }

    #[test]
    fn no_two_agencies_share_a_token() {
        // What stands for a dot is no character of a code.
        AgencyCode::parse("35_73").unwrap_err();
        assert_ne!(token(&agency("35.73")), token(&agency("3573")));
        assert_ne!(token(&agency("35.73")), token(&agency("35-73")));
    }

    #[test]
    fn rehearsal_agencies_have_no_feed() {
        assert!(!is_fed(&agency("X001")));
        assert!(is_fed(&agency("3573X")));
    }
}
