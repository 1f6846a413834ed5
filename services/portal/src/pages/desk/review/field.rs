//! One field of a dossier on the desk, in words.

use kernel::Stage;
use proto::{
    registration::v1::{self as reg, AnswerKind},
    verification::v1::{FieldDecision, ReviewField, StageVerdict, Verdict},
};

use crate::{
    dates::{instant, written},
    form::Choice,
    pages::desk::home::stage_name,
    refused::rule_sentence,
    shell::Shell,
    text::Text,
};

/// A field with everything that is known of it.
pub(crate) struct FieldRow {
    /// Key in the catalogue.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// DATABASE BKN; empty where the master data say nothing. P1 or P2.
    pub database: String,
    /// PERBAIKAN; empty where the database value was right. P1 or P2.
    pub correction: String,
    /// Whether the employee wants another value.
    pub corrected: bool,
    /// Doubts that the system has.
    pub marks: Vec<String>,
    /// What stages have said, a line each.
    pub said: Vec<String>,
    /// The name of the field's place in the form: `key-N`.
    pub place: String,
    /// `verdict-N`.
    pub verdict: String,
    /// `reason-N`.
    pub reason: String,
    /// `note-N`.
    pub note: String,
    /// What this stage may say of it.
    pub verdicts: Vec<Choice>,
}

/// What an officer typed about a field. May be P1: no `Debug`.
#[derive(Clone, Default)]
pub(crate) struct Typed {
    /// Key in the catalogue.
    pub key: String,
    /// `ok`, `return`, `reject`, or nothing.
    pub verdict: String,
    /// Stable code, or nothing.
    pub reason: String,
    /// Words for the employee.
    pub note: String,
}

impl Typed {
    /// Whether it is a decision, or words that belong to one.
    #[must_use]
    pub(crate) fn says_something(&self) -> bool {
        !(self.verdict.is_empty() && self.reason.is_empty() && self.note.is_empty())
    }

    /// Whether words stand beside OK: it takes none, and they are not dropped unseen.
    #[must_use]
    pub(crate) fn contradicts_itself(&self) -> bool {
        self.verdict == "ok" && !self.note.trim().is_empty()
    }

    /// As it is sent. OK needs no words.
    #[must_use]
    pub(crate) fn decision(&self) -> FieldDecision {
        let verdict = match self.verdict.as_str() {
            "ok" => {
                let (reason_code, note) = (String::new(), String::new());
                return FieldDecision { key: self.key.clone(), verdict: Verdict::Ok.into(), reason_code, note };
            }
            "return" => Verdict::Return,
            "reject" => Verdict::Reject,
            _ => Verdict::Unspecified,
        };
        let (reason_code, note) = (self.reason.clone(), self.note.clone());
        FieldDecision { key: self.key.clone(), verdict: verdict.into(), reason_code, note }
    }

    /// In one line, for an officer who cannot send it any more.
    #[must_use]
    pub(crate) fn line(&self, t: Text) -> String {
        let verdict = match self.verdict.as_str() {
            "ok" => t.say("review-ok").to_string(),
            "return" => t.say("review-return").to_string(),
            "reject" => t.say("review-reject").to_string(),
            _ => String::new(),
        };
        let reason = rule_sentence(&self.reason, t.0).unwrap_or_default();
        let words = [verdict.as_str(), reason, self.note.as_str()];
        let words: Vec<_> = words.into_iter().filter(|words| !words.is_empty()).collect();
        format!("{}: {}", self.key.replace('_', " "), words.join(" · "))
    }

    fn saved(key: &str, verdict: Option<&StageVerdict>) -> Self {
        let Some(kept) = verdict else { return Self { key: key.to_owned(), ..Self::default() } };
        let name = match kept.verdict() {
            Verdict::Ok => "ok",
            Verdict::Return => "return",
            Verdict::Reject => "reject",
            Verdict::Unspecified => "",
        };
        let (reason, note) = (kept.reason_code.clone(), kept.note.clone());
        Self { key: key.to_owned(), verdict: name.to_owned(), reason, note }
    }
}

impl FieldRow {
    /// The `n`th field; `now` is the stage and submission that are decided. With it what stands in the form: what was typed,
    /// else what this stage has said before.
    pub(super) fn of(
        shell: &Shell,
        n: usize,
        field: ReviewField,
        now: (i32, u32),
        deciding: bool,
        typed: &[Typed],
    ) -> (Self, Typed) {
        let language = shell.language();
        let submitted = field.submitted.unwrap_or_default();
        let is_now = |said: &&StageVerdict| (said.stage, said.submission) == now;
        let saved = Typed::saved(&submitted.key, field.verdicts.iter().rfind(is_now));
        let typed = typed.iter().find(|typed| typed.key == submitted.key && typed.says_something()).cloned();
        // What this stage has kept stands in the form, unless something else was typed meanwhile.
        let in_form = deciding && typed.is_none();
        let said = field.verdicts.iter().filter(|said| !(in_form && is_now(said))).map(|said| line(shell, said));
        let marks = submitted.marks.iter().map(|mark| rule_sentence(mark, language).unwrap_or(mark).to_owned());
        let mut verdicts =
            vec![Choice::new("ok", shell.say("review-ok")), Choice::new("return", shell.say("review-return"))];
        if field.may_reject {
            verdicts.push(Choice::new("reject", shell.say("review-reject")));
        }
        let row = Self {
            label: language.choose(submitted.label_id, submitted.label_en),
            database: either(submitted.database_label, submitted.database_value),
            correction: either(submitted.correction_label, submitted.correction),
            corrected: submitted.answer == i32::from(AnswerKind::Correction),
            marks: marks.collect(),
            said: said.collect(),
            place: format!("key-{n}"),
            verdict: format!("verdict-{n}"),
            reason: format!("reason-{n}"),
            note: format!("note-{n}"),
            verdicts,
            key: submitted.key,
        };
        (row, typed.unwrap_or(saved))
    }
}

fn either(label: String, value: String) -> String {
    if label.is_empty() { value } else { label }
}

/// `BKD: dikembalikan. Isian tidak jelas. ...`
fn line(shell: &Shell, said: &StageVerdict) -> String {
    let stage = match reg::Stage::try_from(said.stage) {
        Ok(reg::Stage::Skpd) => stage_name(Stage::Skpd),
        Ok(reg::Stage::Bkd) => stage_name(Stage::Bkd),
        Ok(reg::Stage::KanregBkn) => stage_name(Stage::KanregBkn),
        Ok(reg::Stage::Unspecified) | Err(_) => "",
    };
    let key = match said.verdict() {
        Verdict::Return => "review-said-return",
        Verdict::Reject => "review-said-reject",
        Verdict::Ok | Verdict::Unspecified => "review-said-ok",
    };
    let at = instant(said.decided_at).map(|at| written(at, shell.language())).unwrap_or_default();
    let reason = rule_sentence(&said.reason_code, shell.language()).unwrap_or_default();
    let said_of = shell.say(key).with("stage", stage).with("at", at);
    said_of.with("reason", reason).with("note", said.note.as_str()).to_string()
}
