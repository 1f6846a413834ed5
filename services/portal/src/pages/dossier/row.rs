//! One field as a row of the deck's table: field | DATABASE BKN | PERBAIKAN | CEK | SKPD | BKD | KANREG/BKN | STATUS.

use proto::{
    registration::v1::{AnswerKind, Dossier, DossierField, DossierState, FieldType},
    verification::v1::Verdict,
};

use super::{
    standing::{self, Mark, Progress},
    typed::{self, Pick, Typed},
    words,
};
use crate::{form::Choice, refused::rule_sentence, text::Text};

/// A row.
pub(crate) struct Row {
    /// Key in the catalogue.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// Must be answered.
    pub required: bool,
    /// DATABASE BKN; empty when the master data say nothing.
    pub database: String,
    /// The correction that is kept.
    pub correction: String,
    /// CEK is what is kept.
    pub checked: bool,
    /// Where it is answered; none where it cannot be.
    pub entry: Option<Entry>,
    /// Why it cannot be; empty where it can.
    pub locked: String,
    /// What was typed where nothing is taken any more, in words; empty otherwise.
    pub in_vain: String,
    /// What can be done about that; empty where nothing can.
    pub in_vain_remedy: String,
    /// Who sent it back and why; empty unless it came back.
    pub returned: String,
    /// The officer's words about it; empty without.
    pub note: String,
    /// What is wrong with what was typed.
    pub error: Option<String>,
    /// Whether what is shown is kept; empty where nothing is.
    pub state: String,
    /// Whether that is so.
    pub is_saved: bool,
    /// Ticket types for a value that is missing from its table, with their names.
    pub help: Vec<(&'static str, String)>,
    /// Each stage and what it says.
    pub stages: Vec<(&'static str, Mark)>,
    /// BKN's STATUS.
    pub status: Mark,
}

/// Where a field is answered.
pub(crate) struct Entry {
    /// How its value is typed.
    pub widget: Widget,
    /// What is chosen.
    pub pick: Pick,
    /// What is typed.
    pub value: String,
    /// What is looked for.
    pub query: String,
    /// The revision that is shown.
    pub revision: u64,
    /// What is kept.
    pub before: String,
    /// What another device has saved meanwhile.
    pub conflict: Option<Conflict>,
    /// How it is typed; empty where that is plain.
    pub hint: String,
    /// Whether there is something that can be right.
    pub can_check: bool,
}

/// Two answers to one field.
pub(crate) struct Conflict {
    /// The other device's, which is kept.
    pub theirs: String,
    /// What was typed here.
    pub mine: String,
}

/// How a value is typed.
pub(crate) enum Widget {
    /// A line.
    Line {
        /// `text` or `date`.
        kind: &'static str,
        /// Which keys a phone shows.
        keys: &'static str,
        /// How many characters fit.
        most: u32,
    },
    /// One of a short table.
    Select(Vec<Choice>),
    /// One of a long table, looked up first.
    Search {
        /// What may be chosen now; the first is what is chosen, if something is.
        found: Vec<Choice>,
        /// What came of looking it up; empty before.
        told: String,
    },
}

/// What all rows of a page share.
pub(crate) struct Rows<'a> {
    /// Says things.
    pub t: Text,
    /// Whose fields they are.
    pub dossier: &'a Dossier,
    /// How they fare.
    pub progress: &'a Progress,
}

/// What is known of one field beside the dossier.
#[derive(Default)]
pub(crate) struct Extra<'a> {
    /// How a reference is chosen.
    pub widget: Option<Widget>,
    /// What came back and is not kept.
    pub typed: Option<&'a Typed>,
    /// Why it is not kept.
    pub error: Option<String>,
    /// Whether that is because another device was quicker.
    pub stale: bool,
    /// When it was saved, if that was just now.
    pub saved_at: Option<String>,
}

impl Rows<'_> {
    /// A field's row.
    pub(crate) fn row(&self, field: &DossierField, extra: Extra<'_>) -> Row {
        let language = self.t.0;
        let unsaved = field.open && extra.typed.is_some();
        let saved = extra.saved_at.map(|at| self.t.say("dossier-saved-at").with("at", at).to_string());
        let state = match field.answer() {
            _ if unsaved => self.t.say("dossier-not-saved").to_string(),
            AnswerKind::Unspecified => String::new(),
            _ if field.open => saved.unwrap_or_else(|| self.t.say("dossier-saved").to_string()),
            _ => String::new(),
        };
        let (returned, note) = self.returned(field);
        let (in_vain, in_vain_remedy) = self.in_vain(field, extra.typed);
        let help = words::help_with(&field.reference_table).iter().filter(|_| field.open);
        Row {
            label: words::label(field, language),
            required: field.required,
            database: words::database(field, language),
            correction: words::correction(field, language),
            checked: field.answer() == AnswerKind::Check,
            locked: self.locked(field),
            in_vain,
            in_vain_remedy,
            returned,
            note,
            error: extra.error,
            is_saved: !unsaved,
            state,
            help: help.map(|(kind, key)| (*kind, self.t.say(*key).to_string())).collect(),
            stages: standing::stages(self.t, self.dossier, field, self.progress),
            status: standing::status(self.t, self.dossier, field),
            entry: field.open.then(|| self.entry(field, extra.widget, extra.typed, extra.stale)),
            key: field.key.clone(),
        }
    }

    fn entry(&self, field: &DossierField, widget: Option<Widget>, typed: Option<&Typed>, stale: bool) -> Entry {
        let kept = typed::kept(field);
        let widget = widget.unwrap_or_else(|| line(field));
        let hint = self.hint(field);
        let can_check = !field.database_value.is_empty();
        let Some(typed) = typed else {
            let pick = match field.answer() {
                AnswerKind::Unspecified => Pick::None,
                AnswerKind::Check => Pick::Check,
                AnswerKind::Correction => Pick::Correction,
            };
            let (value, revision) = (field.correction.clone(), field.revision);
            return Entry {
                widget,
                pick,
                value,
                query: String::new(),
                revision,
                before: kept,
                conflict: None,
                hint,
                can_check,
            };
        };
        let contested = stale || typed.conflict;
        Entry {
            widget,
            pick: if stale { Pick::None } else { typed.pick },
            value: typed.value.clone(),
            query: typed.query.clone(),
            // Who has seen the other answer may replace it, and only who has seen it.
            revision: if stale { field.revision } else { typed.revision },
            before: if stale { kept } else { typed.before.clone() },
            conflict: contested.then(|| self.conflict(field, typed)),
            hint,
            can_check,
        }
    }

    fn conflict(&self, field: &DossierField, typed: &Typed) -> Conflict {
        let language = self.t.0;
        let right = || self.t.say("dossier-check").to_string();
        let theirs = match field.answer() {
            AnswerKind::Correction => words::correction(field, language),
            AnswerKind::Check => right(),
            AnswerKind::Unspecified => self.t.say("dossier-status-empty").to_string(),
        };
        let mine = if typed.pick == Pick::Check { right() } else { words::shown(field, &typed.value, "", language) };
        Conflict { theirs, mine }
    }

    fn locked(&self, field: &DossierField) -> String {
        if field.open {
            return String::new();
        }
        let key = match self.dossier.state() {
            _ if field.read_only => return rule_sentence("FIELD_READ_ONLY", self.t.0).unwrap_or_default().to_owned(),
            DossierState::Submitted => "dossier-locked-submitted",
            DossierState::Final => "dossier-locked-final",
            _ => "dossier-locked-not-returned",
        };
        self.t.say(key).to_string()
    }

    /// What somebody typed before they knew that the field is locked, and how it may be opened again.
    fn in_vain(&self, field: &DossierField, typed: Option<&Typed>) -> (String, String) {
        let Some(typed) = typed.filter(|typed| !field.open && !typed.value.is_empty()) else {
            return Default::default();
        };
        let recallable = self.dossier.state() == DossierState::Submitted && !field.read_only;
        let remedy = if recallable { self.t.say("dossier-in-vain-recall").to_string() } else { String::new() };
        (words::shown(field, &typed.value, "", self.t.0), remedy)
    }

    /// Who sent a field back and why, and the officer's words.
    fn returned(&self, field: &DossierField) -> (String, String) {
        let said = self.progress.verdicts(&field.key).iter();
        let told = |verdict: Verdict| said.clone().rfind(|said| said.verdict() == verdict);
        let reason = |code: &str| rule_sentence(code, self.t.0).unwrap_or_default().to_owned();
        if !field.return_reason_code.is_empty() {
            let stage = words::stage(field.return_stage());
            let sentence = self.t.say("dossier-returned-by").with("stage", stage);
            let sentence = sentence.with("reason", reason(&field.return_reason_code)).to_string();
            return (sentence, told(Verdict::Return).map(|said| said.note.clone()).unwrap_or_default());
        }
        let Some(rejected) = told(Verdict::Reject) else { return Default::default() };
        let sentence = self.t.say("dossier-rejected-by").with("stage", words::stage(rejected.stage()));
        (sentence.with("reason", reason(&rejected.reason_code)).to_string(), rejected.note.clone())
    }

    fn hint(&self, field: &DossierField) -> String {
        let t = self.t;
        let most = field.max_length;
        match field.r#type() {
            FieldType::Text => t.say("kit-most-characters").with("count", most).to_string(),
            FieldType::Date => t.say("kit-date-hint").to_string(),
            FieldType::Year => t.say("dossier-hint-year").to_string(),
            FieldType::Digits => t.say("dossier-hint-digits").with("count", most).to_string(),
            FieldType::Nik => t.say("dossier-hint-nik").to_string(),
            FieldType::OldNip => t.say("dossier-hint-old-nip").to_string(),
            FieldType::Email => t.say("dossier-hint-email").to_string(),
            FieldType::Reference | FieldType::Unspecified => String::new(),
        }
    }
}

impl Row {
    /// The field of the form that a sentence about it leads to.
    #[must_use]
    pub(crate) fn anchor(&self) -> String {
        let part = match self.entry.as_ref().map(|entry| &entry.widget) {
            Some(Widget::Search { .. }) => "cari",
            Some(Widget::Line { .. } | Widget::Select(_)) => "nilai",
            None => "baris",
        };
        format!("{part}.{}", self.key)
    }

    /// What describes its input to those who do not see it.
    #[must_use]
    pub(crate) fn described_by(&self) -> String {
        let has_hint = self.entry.as_ref().is_some_and(|entry| !entry.hint.is_empty());
        let hint = has_hint.then(|| format!("petunjuk-{}", self.key));
        let error = self.error.as_ref().map(|_| format!("salah-{}", self.key));
        [error, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl Entry {
    /// Whether there is something to choose between.
    #[must_use]
    pub(crate) fn has_choice(&self) -> bool {
        self.can_check || self.conflict.is_some()
    }

    /// Whether this is what is chosen.
    #[must_use]
    pub(crate) fn is(&self, pick: Pick) -> bool {
        self.pick == pick
    }
}

/// A reference whose table cannot be read now is typed by its code.
fn line(field: &DossierField) -> Widget {
    let most = field.max_length;
    // Blanks, dots and dashes between digits are typed too, and dropped by the service.
    let digits = |most: u32| Widget::Line { kind: "text", keys: "numeric", most: most.saturating_mul(2) };
    match field.r#type() {
        FieldType::Date => Widget::Line { kind: "date", keys: "numeric", most: 0 },
        FieldType::Year | FieldType::Digits | FieldType::Nik | FieldType::OldNip => digits(most),
        FieldType::Email => Widget::Line { kind: "text", keys: "email", most },
        FieldType::Text | FieldType::Reference | FieldType::Unspecified => {
            Widget::Line { kind: "text", keys: "text", most }
        }
    }
}
