//! Whether everybody runs the same version.

use std::collections::BTreeSet;

use super::finding::{Finding, Verdict};

/// What somebody runs.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) place: &'static str,
    pub(super) version: String,
}

/// Different ones are right during a roll-out and at no other time.
pub(super) fn compare(versions: &[Version]) -> Finding {
    let different: BTreeSet<&str> = versions.iter().map(|version| version.version.as_str()).collect();
    let (verdict, seen) = match different.len() {
        0 => (Verdict::Warn, "nobody said theirs".to_owned()),
        1 => (Verdict::Ok, format!("{} of {} programs", versions[0].version, versions.len())),
        _ => {
            let all: Vec<_> = versions.iter().map(|seen| format!("{} {}", seen.place, seen.version)).collect();
            (Verdict::Warn, all.join(", "))
        }
    };
    let remedy =
        "wait for the roll-out to end (`kubectl -n epupns rollout status deployment/NAME`), or roll out what is behind";
    Finding::new("all", "versions", verdict, seen, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_behind_is_named() {
        let version = |place, version: &str| Version { place, version: version.to_owned() };
        assert_eq!(compare(&[version("identity", "1"), version("gateway", "1")]).verdict, Verdict::Ok);
        let behind = compare(&[version("identity", "1"), version("gateway", "2")]);
        assert_eq!((behind.verdict, behind.seen.as_str()), (Verdict::Warn, "identity 1, gateway 2"));
    }
}
