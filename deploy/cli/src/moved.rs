//! What was typed here once and has a program of its own: whoever types it out of habit is told where it is.

use clap::error::{ContextKind, ContextValue};

const MOVED: [(&str, &str); 4] = [
    ("rehearse", "`epupns-rehearsal run`, and `epupns-rehearsal purge` removes what it left"),
    ("demo", "`epupns-rehearsal invent`"),
    ("challenge", "`epupns-rehearsal solve`"),
    ("code", "`epupns-rehearsal code`"),
];

/// What to type instead, if that is why clap did not understand.
pub(crate) fn instead(error: &clap::Error) -> Option<&'static str> {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    MOVED.iter().find(|(moved, _)| moved == typed).map(|(_, instead)| *instead)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::instead;
    use crate::Cli;

    fn told(line: &str) -> Option<&'static str> {
        instead(&Cli::try_parse_from(line.split(' ')).unwrap_err())
    }

    #[test]
    fn habits_are_led_to_the_rehearsal_and_mistakes_are_not() {
        for (line, verb) in [
            ("epupns rehearse --people 200", "run"),
            ("epupns rehearse purge -y", "purge"),
            ("epupns demo generate --employees 100", "invent"),
            ("epupns challenge solve", "solve"),
            ("epupns officer code otpauth://x", "code"),
        ] {
            assert!(told(line).is_some_and(|told| told.contains(&format!("epupns-rehearsal {verb}"))), "{line}");
        }
        assert_eq!(told("epupns officers"), None);
        assert_eq!(told("epupns"), None);
    }
}
