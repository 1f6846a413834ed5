use askama::Template;
use proto::{
    registration::v1::{AnswerKind, Campaign, Dossier, DossierField, DossierState, FieldOutcome},
    verification::v1::{GetReviewProgressResponse, ReviewState},
};

use super::{
    standing::{self, Mark, Progress, Step},
    words::{self, SECTIONS},
};
use crate::{
    dates::{instant, written},
    refused::rule_sentence,
    shell::Shell,
    text::Text,
};

/// Sections, state, deadline, and what comes next.
#[derive(Template)]
#[template(path = "dossier/overview.html")]
pub(crate) struct Overview {
    /// The frame.
    pub shell: Shell,
    /// The registration number.
    pub number: String,
    /// The class and the sentences of what stands on top.
    pub notes: Vec<(&'static str, String)>,
    /// Where it stands.
    pub state: String,
    /// Until when it can be submitted; empty when that is not known or does not matter any more.
    pub deadline: String,
    /// When it was submitted last; empty before.
    pub submitted: String,
    /// The tabs.
    pub sections: Vec<SectionCard>,
    /// What came back, was rejected or met newer data: place, name, why.
    pub attention: Vec<(String, String, String)>,
    /// The stages, where they are known.
    pub steps: Vec<Step>,
    /// What to do: place and name.
    pub next: Option<(String, String)>,
    /// Whether it may still be taken back.
    pub can_recall: bool,
}

/// A tab.
pub(crate) struct SectionCard {
    /// Its page; empty where there is nothing to fill in yet.
    pub path: &'static str,
    /// Its name.
    pub title: String,
    /// How far it is.
    pub told: String,
    /// How it looks.
    pub mark: Option<Mark>,
    /// Answered, of those that can be.
    pub done: usize,
    /// How many can be answered.
    pub of: usize,
}

impl Overview {
    /// The overview of a dossier; a campaign that is not known costs its deadline only.
    pub(crate) fn of(shell: Shell, dossier: &Dossier, progress: &Progress, campaign: Option<&Campaign>) -> Self {
        let t = Text(shell.language());
        let now = progress.of_now(dossier);
        let review = now.map(GetReviewProgressResponse::state);
        let is_submitted = dossier.state() == DossierState::Submitted;
        let submitted = instant(dossier.submitted_at).filter(|_| dossier.submission > 0).map(|at| {
            let sentence = t.say("dossier-submitted-at").with("at", written(at, t.0));
            sentence.with("count", dossier.submission).to_string()
        });
        let claimed = now.is_some_and(|now| now.claimed);
        Self {
            number: dossier.registration_number.clone(),
            notes: notes(t, dossier, progress),
            state: t.say(state(dossier.state())).to_string(),
            deadline: deadline(t, dossier, campaign),
            submitted: submitted.unwrap_or_default(),
            sections: SECTIONS.iter().map(|section| card(t, section, dossier)).collect(),
            attention: dossier.fields.iter().filter_map(|field| attention(t, field)).collect(),
            steps: now.filter(|_| is_submitted).map(|now| standing::steps(t, now)).unwrap_or_default(),
            next: next(t, dossier),
            // Where it is not known whether somebody has claimed it, verification says so.
            can_recall: is_submitted && !claimed && matches!(review, None | Some(ReviewState::Open)),
            shell,
        }
    }
}

/// What a state is called.
fn state(state: DossierState) -> &'static str {
    match state {
        DossierState::Open | DossierState::Unspecified => "dossier-state-open",
        DossierState::Submitted => "dossier-state-submitted",
        DossierState::Returned => "dossier-state-returned",
        DossierState::Final => "dossier-state-final",
    }
}

fn notes(t: Text, dossier: &Dossier, progress: &Progress) -> Vec<(&'static str, String)> {
    let mut notes = Vec::new();
    let mut note = |tone, key: &'static str| notes.push((tone, t.say(key).to_string()));
    let review = progress.of_now(dossier).map(GetReviewProgressResponse::state);
    match dossier.state() {
        DossierState::Submitted if review == Some(ReviewState::Recalled) => note("", "dossier-note-opening-again"),
        DossierState::Submitted => note("good", "dossier-note-submitted"),
        DossierState::Returned => note("bad", "dossier-note-returned"),
        DossierState::Final => note("good", "dossier-note-final"),
        DossierState::Open | DossierState::Unspecified => {}
    }
    if dossier.submission > 0 && matches!(progress, Progress::Away) {
        note("", "dossier-note-progress-away");
    } else if dossier.state() == DossierState::Submitted && review.is_none() {
        note("", "dossier-note-progress-soon");
    }
    notes
}

/// What came back is handed in again until verification closes.
fn deadline(t: Text, dossier: &Dossier, campaign: Option<&Campaign>) -> String {
    let Some(campaign) = campaign else { return String::new() };
    let until = match dossier.state() {
        DossierState::Open | DossierState::Unspecified => campaign.submission_closes_at,
        DossierState::Returned => campaign.verification_closes_at,
        DossierState::Submitted | DossierState::Final => None,
    };
    instant(until).map(|at| written(at, t.0)).unwrap_or_default()
}

fn card(t: Text, section: &words::Section, dossier: &Dossier) -> SectionCard {
    let title = t.say(section.title).to_string();
    let fields: Vec<&DossierField> = section.fields(dossier).collect();
    if fields.is_empty() {
        let told = t.say("dossier-section-empty").to_string();
        return SectionCard { path: "", title, told, mark: None, done: 0, of: 0 };
    }
    let open = fields.iter().filter(|field| field.open);
    let answered = open.clone().filter(|field| field.answer() != AnswerKind::Unspecified).count();
    let needed = open.clone().filter(|field| field.required && field.answer() == AnswerKind::Unspecified).count();
    let told = if open.clone().count() == 0 {
        t.say("dossier-section-locked").with("count", fields.len()).to_string()
    } else {
        let told = t.say("dossier-section-progress").with("done", answered).with("of", open.clone().count());
        let needed = (needed > 0).then(|| t.say("dossier-section-needed").with("count", needed).to_string());
        [Some(told.to_string()), needed].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let complete = needed == 0 && open.clone().count() > 0;
    let word = t.say("dossier-section-complete").to_string();
    let mark = complete.then_some(Mark { icon: "✓", word, tone: "good" });
    SectionCard { path: section.path, title, told, mark, done: answered, of: open.count() }
}

fn attention(t: Text, field: &DossierField) -> Option<(String, String, String)> {
    let why = if !field.return_reason_code.is_empty() {
        let reason = rule_sentence(&field.return_reason_code, t.0).unwrap_or_default();
        let sentence = t.say("dossier-returned-by").with("stage", words::stage(field.return_stage()));
        sentence.with("reason", reason).to_string()
    } else {
        match field.outcome() {
            FieldOutcome::Rejected => t.say("dossier-status-rejected").to_string(),
            FieldOutcome::Conflict => t.say("dossier-status-conflict").to_string(),
            _ => return None,
        }
    };
    Some((words::place(field), words::label(field, t.0), why))
}

/// The first thing that is left to do, if there is one.
fn next(t: Text, dossier: &Dossier) -> Option<(String, String)> {
    let to_send = match dossier.state() {
        DossierState::Open => "dossier-next-check",
        DossierState::Returned => "dossier-next-resubmit",
        DossierState::Submitted | DossierState::Final | DossierState::Unspecified => return None,
    };
    let left = |field: &&DossierField| field.open && field.required && field.answer() == AnswerKind::Unspecified;
    Some(match dossier.fields.iter().find(left) {
        Some(field) => (words::place(field), t.say("dossier-next-fill").to_string()),
        None => ("/berkas/periksa".to_owned(), t.say(to_send).to_string()),
    })
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    for (name, dossier, progress) in super::samples::dossiers() {
        let campaign = super::samples::campaign();
        let shell = Shell::sample(language, Some(kernel::Role::Employee), "/berkas");
        all.add(name, Overview::of(shell, &dossier, &progress, Some(&campaign)));
    }
}
