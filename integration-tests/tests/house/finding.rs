//! What a check has to say.

use std::fmt;

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// File, and line where one is to blame.
    pub(crate) place: String,
    /// What must hold and does not.
    pub(crate) rule: String,
    /// What to do about it.
    pub(crate) remedy: String,
}

impl Finding {
    /// A finding about a file as a whole.
    pub(crate) fn new(place: impl Into<String>, rule: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: place.into(), rule: rule.into(), remedy: remedy.into() }
    }

    /// A finding about a line of a file.
    pub(crate) fn at(path: &str, line: usize, rule: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(format!("{path}:{line}"), rule, remedy)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  rule:   {}\n  remedy: {}", self.place, self.rule, self.remedy)
    }
}

/// The tree keeps the rule.
///
/// # Panics
/// With every finding, when there is one.
#[track_caller]
pub(crate) fn none(findings: &[Finding]) {
    let text = findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n");
    assert!(findings.is_empty(), "{} broken rules\n\n{text}\n", findings.len());
}

/// A made-up tree breaks the rule exactly once, at this place.
///
/// # Panics
/// When it does not.
#[track_caller]
pub(crate) fn one(findings: &[Finding], place: &str) {
    let places: Vec<&str> = findings.iter().map(|finding| finding.place.as_str()).collect();
    assert_eq!(places, [place], "{findings:#?}");
}
