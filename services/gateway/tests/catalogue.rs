//! Every refusal that the contract promises has its sentence here.

use std::collections::BTreeSet;

use gateway::{ENTRIES, RULES};

/// The rpcs that operations of this door lead to, directly or through registration.
const RPCS: &[&str] = &[
    "IssueChallenge",
    "RedeemChallenge",
    "PrepareAccount",
    "CheckPassword",
    "SignIn",
    "CompleteSignIn",
    "RefreshSession",
    "EndSession",
    "IssuePassport",
    "LookUpEmployee",
    "Register",
    "CheckRegistrationStatus",
    "RenderRegistrationDocument",
    "CheckCard",
    "SearchRegistrationConfirmations",
    "ConfirmRegistrations",
    "GetCampaign",
];

fn promised() -> BTreeSet<String> {
    let proto = concat!(env!("CARGO_MANIFEST_DIR"), "/../../proto/epupns");
    let files = ["identity/v1/identity_service.proto", "registration/v1/registration_service.proto"];
    let mut reasons = BTreeSet::new();
    for file in files {
        let mut comment = String::new();
        for line in std::fs::read_to_string(format!("{proto}/{file}")).unwrap().lines().map(str::trim) {
            if let Some(text) = line.strip_prefix("//") {
                comment += text;
            } else {
                let rpc = line.strip_prefix("rpc ").and_then(|line| line.split('(').next());
                if rpc.is_some_and(|rpc| RPCS.contains(&rpc))
                    && let Some((_, errors)) = comment.split_once("Errors:")
                {
                    reasons.extend(reasons_in(errors));
                }
                comment.clear();
            }
        }
    }
    reasons
}

/// `NIP_*` and the like are rules of fields, whose text comes with them.
fn reasons_in(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_' || c == '*'));
    words
        .filter(|word| word.len() > 3 && !word.ends_with('*'))
        .map(str::to_owned)
        .filter(|word| !["UUID"].contains(&word.as_str()))
}

#[test]
fn every_reason_of_the_contract_has_a_sentence() {
    let promised = promised();
    assert!(promised.contains("EMPLOYEE_NOT_MATCHED") && promised.contains("SIGN_IN_REFUSED"), "{promised:?}");
    let known =
        |reason: &str| ENTRIES.iter().any(|e| e.code == reason) || RULES.iter().any(|(rule, _)| *rule == reason);
    let missing: Vec<_> = promised.iter().filter(|reason| !known(reason)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_code_stands_once() {
    let mut codes: Vec<_> = ENTRIES.iter().map(|entry| entry.code).chain(RULES.iter().map(|(rule, _)| *rule)).collect();
    codes.sort_unstable();
    assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
}
