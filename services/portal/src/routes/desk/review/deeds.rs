//! What an officer does with a dossier, and in which order it is asked for.

use chassis::{grpc::ask, reason::reason_of};
use kernel::{DossierId, RegistrationNumber, ServiceName};
use proto::{
    registration::v1::Stage,
    verification::v1::{
        CompleteStageRequest, CompleteStageResponse, DecideFieldsRequest, FieldDecision, ReleaseDossierRequest,
        ReviewState,
    },
};
use tonic::Status;

use super::super::{address::path, claim::claim};
use crate::{app::App, form::Posted, pages::desk::Typed, routes::desk::worklist};

/// As many as one request takes.
const AT_ONCE: usize = 100;

/// What the button says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Keep the decisions.
    Save,
    /// Take the dossier again, then keep them.
    Take,
    /// Keep them, then complete the stage.
    Complete {
        /// What is undecided is OK.
        rest_ok: bool,
    },
    /// Keep them, then give the dossier back.
    Release,
}

/// Why it did not come to an end. What was kept on the way stays kept.
pub(super) enum Trouble {
    /// These decisions are refused: key, and code.
    Fields(Vec<(String, String)>),
    /// A service refused.
    Whole(Status),
}

impl From<Status> for Trouble {
    fn from(status: Status) -> Self {
        Self::Whole(status)
    }
}

impl Deed {
    /// By the value of the button; saving harms nobody.
    pub(super) fn read(button: &str) -> Self {
        match button {
            "take" => Self::Take,
            "complete" => Self::Complete { rest_ok: false },
            "complete-all" => Self::Complete { rest_ok: true },
            "release" => Self::Release,
            _ => Self::Save,
        }
    }

    /// Does it; where to go on.
    pub(super) async fn carry_out(
        self,
        app: &App,
        posted: &Posted,
        dossier: DossierId,
        typed: &[Typed],
    ) -> Result<String, Trouble> {
        let said = typed.iter().filter(|typed| typed.says_something());
        let (unclear, clear): (Vec<&Typed>, Vec<&Typed>) = said.partition(|typed| typed.contradicts_itself());
        let decisions: Vec<_> = clear.into_iter().map(Typed::decision).collect();
        // Without decisions saving keeps the dossier a while longer.
        if self == Self::Take || (self == Self::Save && decisions.is_empty()) {
            claim(app, &posted.visit, dossier).await?;
        }
        match keep(app, posted, dossier, decisions, unclear).await {
            // The same form once more, after it has completed the stage: that finds its own answer.
            Err(Trouble::Whole(status)) if self.completes() && has_moved_on(&status) => {}
            kept => kept?,
        }
        match self {
            Self::Save | Self::Take => Ok(format!("{}?tersimpan#keputusan", path(dossier))),
            Self::Complete { rest_ok } => {
                let done = complete(app, posted, dossier, rest_ok).await?;
                Ok(back_to_list(posted, outcome(done)))
            }
            Self::Release => {
                let officer = app.as_person(&posted.visit, ServiceName::Verification).await?;
                let request = officer.request(ReleaseDossierRequest { dossier_id: dossier.to_string() });
                ask(app.verification.clone().release_dossier(request)).await?;
                Ok(back_to_list(posted, "lepas"))
            }
        }
    }

    fn completes(self) -> bool {
        matches!(self, Self::Complete { .. })
    }
}

/// Submissions only grow, and none comes back to a stage that has completed it: completing cannot begin anything then.
fn has_moved_on(status: &Status) -> bool {
    ["DOSSIER_NOT_FOUND", "SUBMISSION_OUTDATED"].contains(&reason_of(status).unwrap_or_default().as_str())
}

/// Every decision by itself, and the claim is renewed; those that cannot be told are not kept.
async fn keep(
    app: &App,
    posted: &Posted,
    dossier: DossierId,
    decisions: Vec<FieldDecision>,
    unclear: Vec<&Typed>,
) -> Result<(), Trouble> {
    let beside_ok = |typed: &Typed| (typed.key.clone(), "NOTE_BESIDE_OK".to_owned());
    let mut broken: Vec<(String, String)> = unclear.into_iter().map(beside_ok).collect();
    for decisions in decisions.chunks(AT_ONCE) {
        let officer = app.as_person(&posted.visit, ServiceName::Verification).await?;
        let request = officer.request(DecideFieldsRequest {
            dossier_id: dossier.to_string(),
            submission: submission(posted),
            decisions: decisions.to_vec(),
        });
        let results = ask(app.verification.clone().decide_fields(request)).await?.results;
        let refused = results.into_iter().filter(|result| !result.error_code.is_empty());
        broken.extend(refused.map(|result| {
            // A page offers known verdicts only: words without one lack it.
            let lacks_one = result.error_code == "VERDICT_UNKNOWN";
            (result.key, if lacks_one { "DECISION_MISSING".to_owned() } else { result.error_code })
        }));
    }
    if broken.is_empty() { Ok(()) } else { Err(Trouble::Fields(broken)) }
}

async fn complete(
    app: &App,
    posted: &Posted,
    dossier: DossierId,
    rest_ok: bool,
) -> Result<CompleteStageResponse, Status> {
    let officer = app.as_person(&posted.visit, ServiceName::Verification).await?;
    let request = officer.request(CompleteStageRequest {
        request_id: posted.request_id.to_string(),
        dossier_id: dossier.to_string(),
        submission: submission(posted),
        rest_ok,
    });
    ask(app.verification.clone().complete_stage(request)).await
}

fn submission(posted: &Posted) -> u32 {
    posted.fields.text("submission").parse().unwrap_or_default()
}

/// As the list's address tells it.
fn outcome(done: CompleteStageResponse) -> &'static str {
    match (done.state(), done.next_stage()) {
        (ReviewState::Returned, _) => "kembali",
        (ReviewState::Open, Stage::KanregBkn) => "kanreg",
        (ReviewState::Open, _) => "bkd",
        _ => "tuntas",
    }
}

/// With the dossier's number only.
fn back_to_list(posted: &Posted, outcome: &str) -> String {
    match RegistrationNumber::parse(posted.fields.text("number")) {
        Ok(number) => format!("{}?selesai={}&ke={outcome}", worklist::PATH, number.as_str()),
        Err(_) => worklist::PATH.to_owned(),
    }
}
