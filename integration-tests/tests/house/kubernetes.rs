//! What a cluster is told is what the code is: programs, settings, ports, certificates, and who may reach whom. Reads every
//! overlay as `kubectl kustomize` renders it; whether each object is well-formed is `./deploy/test k8s`'s to say.

mod compose;
mod observed;
mod pods;
mod policies;
mod programs;
mod rendered;
mod settings;

use rendered::Rendered;

use crate::{
    finding::{self, Finding},
    tree::Tree,
};

/// Every check on one overlay.
fn check(tree: &Tree, rendered: &Rendered) -> Vec<Finding> {
    let mut findings = programs::check(tree, rendered);
    findings.extend(pods::check(tree, rendered));
    findings.extend(policies::check(tree, rendered));
    findings
}

#[test]
fn a_cluster_is_told_what_the_code_is() {
    let tree = Tree::ours();
    for overlay in tree.names("k8s/overlays") {
        finding::none(&check(&tree, &Rendered::of(&overlay)));
    }
}

#[cfg(test)]
mod can_fail {
    use super::*;

    /// Production with one text in it replaced breaks at this place, and nowhere else.
    #[track_caller]
    fn one(text: &str, other: &str, place: &str) {
        let broken = Rendered::of("production").replaced(text, other);
        let findings = check(&Tree::ours(), &broken);
        let places: Vec<&str> = findings.iter().map(|finding| finding.place.as_str()).collect();
        assert!(!places.is_empty() && places.iter().all(|found| *found == place), "{findings:#?}");
    }

    #[test]
    fn a_missing_program_is_found() {
        one(
            "  name: helpdesk\n  namespace: epupns\nspec:\n  revisionHistoryLimit",
            "  name: help\n  namespace: epupns\nspec:\n  revisionHistoryLimit",
            "production: Deployment helpdesk",
        );
    }

    #[test]
    fn a_wrong_setting_and_a_missing_one_are_found() {
        one("EPUPNS_FEED_KEY_FILE", "EPUPNS_FEED_KEYS_FILE", "production: Deployment reporting");
        one("EPUPNS_PUBLIC_ADDRESS: https", "EPUPNS_LOOKUPS_PER_NIP: https", "production: Deployment registration");
    }

    #[test]
    fn more_rights_than_none_are_found() {
        one("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "production: pods");
    }
}
