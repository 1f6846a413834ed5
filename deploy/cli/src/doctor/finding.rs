//! What a look at one thing has shown.

use serde::Serialize;

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    /// As it should be.
    Ok,
    /// It works, and somebody should look at it this week.
    Warn,
    /// People are hurt by it, or will be soon.
    Fail,
}

/// One check.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    /// Program or server.
    pub(super) place: String,
    /// What was looked at.
    pub(super) check: &'static str,
    pub(super) verdict: Verdict,
    /// What was seen.
    pub(super) seen: String,
    /// What to do; empty where nothing is to be done.
    pub(super) remedy: String,
}

impl Finding {
    /// A check with what to do unless it is as it should be.
    pub(super) fn new(place: &str, check: &'static str, verdict: Verdict, seen: String, remedy: &str) -> Self {
        let remedy = if verdict == Verdict::Ok { "" } else { remedy };
        Self { place: place.to_owned(), check, verdict, seen, remedy: remedy.to_owned() }
    }

    /// From an error whose last line is the remedy.
    pub(super) fn failed(place: &str, check: &'static str, error: &anyhow::Error) -> Self {
        let text = operator::render(error);
        let (seen, remedy) = text.split_once("\nremedy: ").unwrap_or((&text, "read its log of this moment"));
        Self::new(place, check, Verdict::Fail, seen.to_owned(), remedy)
    }
}

/// The first limit that is reached decides.
pub(super) fn graded<T: PartialOrd>(value: T, warn: T, fail: T) -> Verdict {
    if value >= fail {
        Verdict::Fail
    } else if value >= warn {
        Verdict::Warn
    } else {
        Verdict::Ok
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_reached_from_below() {
        assert_eq!(
            [1, 2, 4, 5].map(|value| graded(value, 2, 5)),
            [Verdict::Ok, Verdict::Warn, Verdict::Warn, Verdict::Fail]
        );
    }

    #[test]
    fn an_error_brings_its_remedy() {
        let finding = Finding::failed("helpdesk", "answers", &anyhow::anyhow!("no answer\nremedy: start it"));
        assert_eq!((finding.seen.as_str(), finding.remedy.as_str()), ("no answer", "start it"));
    }
}
