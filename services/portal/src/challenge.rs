//! The challenge of a form: a script solves it while the form is filled in, or a code is read in a picture.

use chassis::{
    challenge::Receipt,
    grpc::{ask, outgoing},
};
use data_encoding::BASE64;
use proto::identity::v1::{ChallengeKind, ChallengePurpose, IssueChallengeRequest};

use crate::{app::App, form::Posted, visit::Visit};

/// What `templates/kit/challenge.html` shows. The fields are `challenge`, or `challenge_image` and `challenge_code`.
#[derive(Clone)]
pub(crate) struct ChallengeBlock {
    /// What it opens, as `POST /v1/challenges` names it.
    pub purpose: &'static str,
    /// Solved before: nothing is asked again.
    pub receipt: Option<String>,
    /// Asked for instead of the computing one.
    pub image: Option<Picture>,
    /// The picture was asked for and cannot be drawn now.
    pub away: bool,
}

/// A picture of a code.
#[derive(Clone)]
pub(crate) struct Picture {
    /// As a `data:` URI.
    pub uri: String,
    /// Goes back with the code.
    pub challenge: String,
}

impl ChallengeBlock {
    /// A challenge for a form that is shown; a picture where that was asked for.
    pub(crate) async fn new(app: &App, visit: &Visit, purpose: ChallengePurpose) -> Self {
        Self::of(app, visit.wants_image, purpose).await
    }

    /// For a form that is shown again: nothing to solve where it has been solved, and else the kind that was shown before.
    pub(crate) async fn again(
        app: &App,
        posted: &Posted,
        purpose: ChallengePurpose,
        receipt: Option<&Receipt>,
    ) -> Self {
        match receipt {
            Some(receipt) => Self { receipt: Some(receipt.as_str().to_owned()), ..Self::computing(purpose) },
            None => Self::of(app, posted.visit.wants_image || posted.fields.has("challenge_image"), purpose).await,
        }
    }

    /// Which field a refused challenge is shown at.
    #[must_use]
    pub(crate) fn field(&self) -> &'static str {
        if self.image.is_some() { "challenge_code" } else { "challenge" }
    }

    async fn of(app: &App, wants_image: bool, purpose: ChallengePurpose) -> Self {
        let mut block = Self::computing(purpose);
        if !wants_image {
            return block;
        }
        let request = IssueChallengeRequest { purpose: purpose.into(), kind: ChallengeKind::Image.into() };
        match ask(app.identity.clone().issue_challenge(outgoing(request))).await {
            Ok(issued) => {
                let uri = format!("data:image/png;base64,{}", BASE64.encode(&issued.image_png));
                block.image = Some(Picture { uri, challenge: issued.image_challenge });
            }
            Err(status) => {
                tracing::warn!(code = ?status.code(), "no picture for a challenge");
                block.away = true;
            }
        }
        block
    }

    fn computing(purpose: ChallengePurpose) -> Self {
        let purpose = match purpose {
            ChallengePurpose::Registration => "registration",
            ChallengePurpose::Status | ChallengePurpose::Unspecified => "status",
            ChallengePurpose::Recovery => "recovery",
            ChallengePurpose::Helpdesk => "helpdesk",
        };
        Self { purpose, receipt: None, image: None, away: false }
    }

    /// One of each kind, for samples of pages.
    #[cfg(test)]
    pub(crate) fn samples() -> [Self; 3] {
        let plain = Self::computing(ChallengePurpose::Status);
        let picture = Picture { uri: "data:image/png;base64,iVBORw0KGgo=".to_owned(), challenge: "sealed".to_owned() };
        [
            plain.clone(),
            Self { receipt: Some("a.b.c".to_owned()), ..plain.clone() },
            Self { image: Some(picture), ..plain },
        ]
    }
}
