//! How findings are told: to people, to programs, and as an exit code.

use std::fmt::Write as _;

use serde_json::json;

use super::finding::{Finding, Verdict};

/// For people: a line a check, and the remedy below it.
pub(crate) fn table(findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding { place, check, verdict, seen, remedy } in findings {
        let word = match verdict {
            Verdict::Ok => "ok",
            Verdict::Warn => "WARN",
            Verdict::Fail => "FAIL",
        };
        let _ = writeln!(text, "{word:<5} {place:<13} {check:<12} {seen}");
        if !remedy.is_empty() {
            let _ = writeln!(text, "{:<33}remedy: {remedy}", "");
        }
    }
    text
}

/// For programs.
pub(crate) fn json(findings: &[Finding]) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&json!({ "verdict": worst(findings), "checks": findings }))?)
}

/// An error when a check fails: it names the places.
pub(crate) fn outcome(findings: &[Finding]) -> anyhow::Result<()> {
    let failed: Vec<String> = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Fail)
        .map(|finding| format!("{} {}", finding.place, finding.check))
        .collect();
    let all = findings.len();
    anyhow::ensure!(
        failed.is_empty(),
        "{} of {all} checks failed: {}\nremedy: it stands below each of them",
        failed.len(),
        failed.join(", ")
    );
    Ok(())
}

fn worst(findings: &[Finding]) -> Verdict {
    findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_named_with_its_remedy_and_ends_badly() {
        let finding = |place, verdict| Finding::new(place, "answers", verdict, "seen".to_owned(), "start it");
        let fine = [finding("identity", Verdict::Ok), finding("portal", Verdict::Warn)];
        outcome(&fine).unwrap();
        assert!(json(&fine).unwrap().contains("\"verdict\": \"warn\""));
        let ill = [finding("identity", Verdict::Ok), finding("helpdesk", Verdict::Fail)];
        assert!(outcome(&ill).unwrap_err().to_string().starts_with("1 of 2 checks failed: helpdesk answers"));
        let text = table(&ill);
        assert!(text.contains("FAIL  helpdesk") && text.contains("remedy: start it"), "{text}");
        assert_eq!(text.matches("remedy").count(), 1);
    }
}
