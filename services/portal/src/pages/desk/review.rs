mod field;
#[cfg(test)]
mod samples;

use askama::Template;
use proto::verification::v1::Review;
use time::OffsetDateTime;

pub(crate) use self::field::{FieldRow, Typed};
#[cfg(test)]
pub(super) use self::samples::samples;
use super::{confirmations::due, refused::advice};
use crate::{
    dates::{instant, written},
    form::{Choice, Form},
    refused::{Refused, rule_sentence},
    shell::Shell,
    text::followed,
};

/// Why a field comes back or is rejected, as the contract names it.
const REASONS: [&str; 4] = ["DOCUMENT_MISSING", "VALUE_WRONG", "VALUE_UNCLEAR", "OTHER"];

/// The place of everything that an officer decides.
const DECISIONS: &str = "keputusan";

/// One dossier on the desk. Fields, for each of `first` by its place: `key-N`, `verdict-N`, `reason-N`, `note-N`.
#[derive(Template)]
#[template(path = "desk/review.html")]
pub(crate) struct ReviewPage {
    /// The frame.
    pub shell: Shell,
    /// What is decided or typed, and what is wrong with it.
    pub form: Form,
    /// Canonical.
    pub number: String,
    /// P1.
    pub name: String,
    /// P1.
    pub nip: String,
    /// Parent agency.
    pub agency: String,
    /// Unit.
    pub unit: String,
    /// The address of the dossier.
    pub path: String,
    /// The submission that is looked at.
    pub submission: u32,
    /// When the stage should be done.
    pub due: String,
    /// Whether that has passed.
    pub overdue: bool,
    /// Who works on it.
    pub hold: Hold,
    /// Whether something was typed that has not been kept.
    pub unsaved: bool,
    /// Whether decisions have just been kept.
    pub saved: bool,
    /// What this stage decides, riskiest first.
    pub first: Vec<FieldRow>,
    /// Everything else.
    pub rest: Vec<FieldRow>,
    /// Why a field comes back or is rejected.
    pub reasons: Vec<Choice>,
    /// What was typed about another submission, to read.
    pub earlier: Vec<String>,
}

/// Who works on a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// The officer, until then.
    Mine(String),
    /// Somebody else.
    Others,
    /// Nobody.
    Nobody,
}

impl ReviewPage {
    /// A dossier as it stands, with what was typed and has not been kept.
    #[must_use]
    pub(crate) fn of(
        shell: Shell,
        form: Form,
        path: String,
        review: Review,
        now: OffsetDateTime,
        typed: &[Typed],
    ) -> Self {
        let language = shell.language();
        let entry = review.entry.unwrap_or_default();
        let (due, overdue) = due(&shell, entry.due_at, now);
        let hold = match instant(review.claim_expires_at) {
            Some(until) => Hold::Mine(written(until, language)),
            None if entry.claimed => Hold::Others,
            None => Hold::Nobody,
        };
        let deciding = matches!(hold, Hold::Mine(_)) || !typed.is_empty();
        let (first, rest): (Vec<_>, Vec<_>) = review.fields.into_iter().partition(|field| field.due);
        let mut form = form;
        let mut rows = Vec::new();
        for (n, field) in first.into_iter().enumerate() {
            let (row, said) = FieldRow::of(&shell, n, field, (entry.stage, entry.submission), deciding, typed);
            form =
                form.filled(&row.verdict, said.verdict).filled(&row.reason, said.reason).filled(&row.note, said.note);
            rows.push(row);
        }
        let other = |(n, field)| FieldRow::of(&shell, n, field, (0, 0), false, &[]).0;
        let rest = rest.into_iter().enumerate().map(other).collect();
        let reasons = REASONS.map(|code| Choice::new(code, rule_sentence(code, language).unwrap_or(code)));
        Self {
            form,
            number: entry.registration_number,
            name: entry.name,
            nip: entry.nip,
            agency: entry.agency_name,
            unit: entry.unit_name,
            path,
            submission: entry.submission,
            due,
            overdue,
            hold,
            unsaved: !typed.is_empty(),
            saved: false,
            first: rows,
            rest,
            reasons: reasons.into(),
            earlier: Vec::new(),
            shell,
        }
    }

    /// Whether decisions can be typed.
    fn deciding(&self) -> bool {
        self.mine() || self.unsaved
    }

    /// Whether the officer works on it.
    fn mine(&self) -> bool {
        matches!(self.hold, Hold::Mine(_))
    }

    /// Whether somebody else does.
    fn others(&self) -> bool {
        self.hold == Hold::Others
    }

    /// With what is wrong with the decision on a field; `code` as the contract says it.
    #[must_use]
    pub(crate) fn broken(mut self, key: &str, code: &str) -> Self {
        let sentence = rule_sentence(code, self.shell.language()).unwrap_or(code);
        let Some(row) = self.first.iter().find(|row| row.key == key) else {
            self.form = self.form.broken(DECISIONS, sentence);
            return self;
        };
        let beside = match code {
            "REASON_REQUIRED" | "REASON_UNKNOWN" => &row.reason,
            "NOTE_REQUIRED" | "NOTE_BESIDE_OK" => &row.note,
            text if text.starts_with("TEXT_") => &row.note,
            _ => &row.verdict,
        };
        let sentence = format!("{}: {sentence}", row.label);
        self.form = self.form.broken(beside, sentence);
        self
    }

    /// With what a service refused about the whole.
    #[must_use]
    pub(crate) fn refused(mut self, refused: &Refused) -> Self {
        if refused.is("DECISIONS_MISSING") {
            for (key, _) in &refused.fields {
                self = self.broken(key, "DECISION_MISSING");
            }
            return self;
        }
        let advice = advice(&refused.code).map(|key| self.shell.say(key).to_string()).unwrap_or_default();
        self.form = self.form.broken(DECISIONS, followed(refused.sentence, &advice));
        self
    }
}
