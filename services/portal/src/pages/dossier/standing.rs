//! How fields and the whole fare in verification: SKPD, BKD, KANREG/BKN, STATUS.

use proto::{
    registration::v1::{AnswerKind, Dossier, DossierField, DossierState, FieldOutcome, Stage},
    verification::v1::{GetReviewProgressResponse, ReviewState, StageVerdict, Verdict},
};

use super::words::STAGES;
use crate::text::Text;

/// What verification says. Notes may be personal: no `Debug`.
#[derive(Clone)]
pub(crate) enum Progress {
    /// This.
    Known(GetReviewProgressResponse),
    /// Nothing has come to it.
    Nothing,
    /// It does not answer now.
    Away,
}

/// A word with a sign beside it; neither says it by colour alone.
#[derive(Clone)]
pub(crate) struct Mark {
    /// For the eyes only.
    pub icon: &'static str,
    /// What it says.
    pub word: String,
    /// The class of its colour.
    pub tone: &'static str,
}

impl Mark {
    fn new(t: Text, icon: &'static str, tone: &'static str, key: &'static str) -> Self {
        Self { icon, tone, word: t.say(key).to_string() }
    }

    fn none(t: Text, key: &'static str) -> Self {
        Self::new(t, "–", "quiet", key)
    }
}

/// One stage of the whole.
pub(crate) struct Step {
    /// As people call it.
    pub name: &'static str,
    /// How far it is.
    pub mark: Mark,
    /// Whether it is its turn.
    pub current: bool,
}

impl Progress {
    /// What stages have said of a field.
    pub(crate) fn verdicts(&self, key: &str) -> &[StageVerdict] {
        let Self::Known(known) = self else { return &[] };
        known.fields.iter().find(|field| field.key == key).map_or(&[], |field| &field.verdicts)
    }

    /// What is known of the submission that waits now; not of one before.
    #[must_use]
    pub(crate) fn of_now(&self, dossier: &Dossier) -> Option<&GetReviewProgressResponse> {
        match self {
            Self::Known(known) if known.submission == dossier.submission => Some(known),
            Self::Known(_) | Self::Nothing | Self::Away => None,
        }
    }
}

/// What each stage says of a field.
#[must_use]
pub(crate) fn stages(
    t: Text,
    dossier: &Dossier,
    field: &DossierField,
    progress: &Progress,
) -> Vec<(&'static str, Mark)> {
    let said = progress.verdicts(&field.key);
    let of = |stage: Stage| {
        if field.read_only || !field.stages.contains(&stage.into()) {
            return Mark::none(t, "dossier-stage-not-asked");
        }
        let verdict = said.iter().find(|verdict| verdict.stage() == stage);
        let is_new = verdict.is_some_and(|verdict| verdict.submission == dossier.submission);
        match verdict.map(StageVerdict::verdict) {
            Some(Verdict::Ok) => Mark::new(t, "✓", "good", "dossier-stage-ok"),
            Some(Verdict::Reject) => Mark::new(t, "✕", "bad", "dossier-stage-rejected"),
            // One that was answered with another submission is history.
            Some(Verdict::Return) if is_new => Mark::new(t, "↩", "bad", "dossier-stage-returned"),
            _ if dossier.submission == 0 || field.answer() == AnswerKind::Unspecified => {
                Mark::none(t, "dossier-stage-none")
            }
            _ if matches!(progress, Progress::Away) => Mark::new(t, "?", "quiet", "dossier-stage-unknown"),
            _ if dossier.state() == DossierState::Submitted => Mark::new(t, "…", "waiting", "dossier-stage-waiting"),
            _ => Mark::none(t, "dossier-stage-none"),
        }
    };
    STAGES.iter().map(|(stage, name)| (*name, of(*stage))).collect()
}

/// The STATUS of a field.
#[must_use]
pub(crate) fn status(t: Text, dossier: &Dossier, field: &DossierField) -> Mark {
    match field.outcome() {
        FieldOutcome::Unchanged => return Mark::new(t, "✓", "good", "dossier-status-unchanged"),
        FieldOutcome::Applied => return Mark::new(t, "✓", "good", "dossier-status-applied"),
        FieldOutcome::Rejected => return Mark::new(t, "✕", "bad", "dossier-status-rejected"),
        FieldOutcome::Conflict => return Mark::new(t, "!", "bad", "dossier-status-conflict"),
        FieldOutcome::Unspecified => {}
    }
    match (field.answer(), dossier.state()) {
        _ if field.read_only => Mark::none(t, "dossier-status-follows"),
        _ if !field.return_reason_code.is_empty() => Mark::new(t, "↩", "bad", "dossier-status-returned"),
        (AnswerKind::Unspecified, _) => Mark::none(t, "dossier-status-empty"),
        (_, DossierState::Submitted) => Mark::new(t, "…", "waiting", "dossier-status-submitted"),
        _ => Mark::new(t, "✓", "good", "dossier-status-saved"),
    }
}

/// How far the stages are with the submission that waits.
#[must_use]
pub(crate) fn steps(t: Text, known: &GetReviewProgressResponse) -> Vec<Step> {
    let done = || Mark::new(t, "✓", "good", "dossier-step-done");
    let of = |stage: Stage| match known.state() {
        ReviewState::Completed | ReviewState::Final => done(),
        ReviewState::Open if stage == known.stage() && known.claimed => {
            Mark::new(t, "…", "waiting", "dossier-step-claimed")
        }
        ReviewState::Open if stage == known.stage() => Mark::new(t, "…", "waiting", "dossier-step-waiting"),
        ReviewState::Open if stage < known.stage() => done(),
        _ => Mark::none(t, "dossier-step-later"),
    };
    let is_open = known.state() == ReviewState::Open;
    let step = |(stage, name): &(Stage, &'static str)| Step {
        name,
        mark: of(*stage),
        current: is_open && *stage == known.stage(),
    };
    STAGES.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use proto::verification::v1::FieldProgress;

    use super::*;
    use crate::language::Language;

    fn marks(submission: u32, state: DossierState, verdict: Verdict, said_of: u32) -> String {
        let all = vec![Stage::Skpd.into(), Stage::Bkd.into()];
        let answer = AnswerKind::Check.into();
        let field = DossierField { key: "agama".to_owned(), stages: all, answer, ..DossierField::default() };
        let dossier = Dossier { submission, state: state.into(), ..Dossier::default() };
        let stage = Stage::Skpd.into();
        let said = StageVerdict { stage, verdict: verdict.into(), submission: said_of, ..StageVerdict::default() };
        let fields = vec![FieldProgress { key: "agama".to_owned(), verdicts: vec![said] }];
        let progress = Progress::Known(GetReviewProgressResponse { submission, fields, ..Default::default() });
        stages(Text(Language::Indonesian), &dossier, &field, &progress).iter().map(|(_, mark)| mark.icon).collect()
    }

    #[test]
    fn each_stage_says_its_own() {
        assert_eq!(marks(1, DossierState::Submitted, Verdict::Ok, 1), "✓…–");
        assert_eq!(marks(1, DossierState::Returned, Verdict::Return, 1), "↩––");
        assert_eq!(marks(1, DossierState::Final, Verdict::Reject, 1), "✕––");
    }

    #[test]
    fn what_was_answered_again_waits_again_and_what_was_accepted_stays() {
        assert_eq!(marks(2, DossierState::Submitted, Verdict::Return, 1), "……–");
        assert_eq!(marks(2, DossierState::Submitted, Verdict::Ok, 1), "✓…–");
    }
}
