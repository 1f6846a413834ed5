//! Every command that was sent through the doors of a World, written down before sending and after the answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex},
};

use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

/// All commands of a World's doors; cloning shares them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Commands(Arc<Mutex<Vec<Command>>>);

/// A command, so that its answer finds it again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent(usize);

#[derive(Debug)]
struct Command {
    named: String,
    key: Option<Uuid>,
    body: Value,
    said: Said,
}

#[derive(Debug)]
enum Said {
    /// No answer, or one that says nothing of the command: it may have been done.
    Unknown,
    /// Done, but for these parts of it, each about a thing of its own.
    Done { but: Vec<(Uuid, String)> },
    /// Refused whole.
    Refused { code: String, trace_id: Option<String> },
}

/// A command, or a part of one, of which nothing may be left.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    /// Method and path.
    pub(crate) named: String,
    /// Why.
    pub(crate) code: String,
    /// Events that it told would carry it.
    pub(crate) trace_id: Option<String>,
    /// Rows that it wrote would carry it. None where the same key was, or may have been, good for something else.
    pub(crate) key: Option<Uuid>,
    /// What the refused part of it was about; the rest was done.
    pub(crate) about: Option<Uuid>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, refused with {}", self.named, self.code)
    }
}

impl Commands {
    /// Before sending.
    pub(crate) fn sent(&self, method: &Method, path: &str, key: Option<&str>, body: &Value) -> Sent {
        let mut commands = self.0.lock().unwrap();
        let key = key.and_then(|key| Uuid::parse_str(key).ok());
        commands.push(Command { named: format!("{method} {path}"), key, body: body.clone(), said: Said::Unknown });
        Sent(commands.len() - 1)
    }

    /// After the answer.
    pub(crate) fn answered(&self, Sent(place): Sent, status: u16, answer: &Value) {
        self.0.lock().unwrap()[place].said = Said::of(status, answer);
    }

    /// What was refused.
    pub(crate) fn refusals(&self) -> Vec<Refusal> {
        let commands = self.0.lock().unwrap();
        let mut by_key: BTreeMap<Uuid, Vec<&Command>> = BTreeMap::new();
        for command in commands.iter() {
            by_key.entry(command.key.unwrap_or_default()).or_default().push(command);
        }
        // Tried again after an unknown outcome, the last word is the answer to all of them if they said the same.
        let for_nothing = |same: &[&Command]| {
            same.iter().all(|command| !matches!(command.said, Said::Done { .. }) && command.body == same[0].body)
        };
        let refused: BTreeSet<Uuid> =
            by_key.iter().filter(|(_, same)| for_nothing(same)).map(|(key, _)| *key).collect();
        let key = |command: &Command| command.key.filter(|key| refused.contains(key));
        commands
            .iter()
            .flat_map(|command| match &command.said {
                Said::Unknown => Vec::new(),
                Said::Refused { code, trace_id } => vec![Refusal {
                    named: command.named.clone(),
                    code: code.clone(),
                    trace_id: trace_id.clone(),
                    key: key(command),
                    about: None,
                }],
                Said::Done { but } => but
                    .iter()
                    .map(|(about, code)| Refusal {
                        named: command.named.clone(),
                        code: code.clone(),
                        trace_id: None,
                        key: command.key,
                        about: Some(*about),
                    })
                    .collect(),
            })
            .collect()
    }
}

impl Said {
    fn of(status: u16, answer: &Value) -> Self {
        let text = |member: &str| answer[member].as_str().map(str::to_owned);
        match status {
            200..=299 => Self::Done { but: parts_refused(answer) },
            // Not now: the same command may be sent again.
            429 | 500..=599 => Self::Unknown,
            _ => Self::Refused { code: text("code").unwrap_or_default(), trace_id: text("trace_id") },
        }
    }
}

/// Decisions that are made together succeed and fail one by one.
fn parts_refused(answer: &Value) -> Vec<(Uuid, String)> {
    let results = answer["results"].as_array().map(Vec::as_slice).unwrap_or_default();
    let refused = |result: &Value| {
        let about = Uuid::parse_str(result["registration_id"].as_str()?).ok()?;
        Some((about, result["error_code"].as_str()?.to_owned()))
    };
    results.iter().filter_map(refused).collect()
}
