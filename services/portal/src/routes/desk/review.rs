//! One dossier: looked at, decided field by field, completed, given back.

mod deeds;

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chassis::grpc::ask;
use kernel::{DossierId, ServiceName};
use proto::verification::v1::{GetReviewRequest, Review};
use tonic::Status;

use self::deeds::{Deed, Trouble};
use super::{
    address::{missing, path},
    stopped::{held, over, passes, stopped},
    worklist,
};
use crate::{
    app::App,
    form::{Fields, Form, Posted},
    page::{Page, come_back},
    pages::desk::{ReviewPage, Typed},
    refused::Refused,
    shell::Shell,
    text::Text,
    visit::{SignedIn, Visit},
};

/// More than any catalogue has.
const MOST_FIELDS: usize = 500;

/// `GET /petugas/berkas/{id}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    SignedIn { visit, .. }: SignedIn,
) -> Response {
    let Ok(dossier) = DossierId::parse(&id) else { return stopped(&app, &visit, &missing(), worklist::PATH) };
    match review(&app, &visit, dossier).await {
        Ok(review) => {
            let page = page(&app, &visit, dossier, review, &[]);
            Page(StatusCode::OK, ReviewPage { saved: query.as_deref() == Some("tersimpan"), ..page }).into_response()
        }
        Err(status) => stopped(&app, &visit, &status, worklist::PATH),
    }
}

/// `POST /petugas/berkas/{id}`: keeps decisions; then completes the stage or gives the dossier back, if that was asked for.
pub(super) async fn act(State(app): State<Arc<App>>, Path(id): Path<String>, posted: Posted) -> Response {
    let language = posted.visit.language;
    let Ok(dossier) = DossierId::parse(&id) else {
        return over(&app, &posted.visit, &Refused::of(&missing(), language), Vec::new(), worklist::PATH);
    };
    let typed = typed(&posted.fields);
    let trouble = match Deed::read(posted.fields.text("do")).carry_out(&app, &posted, dossier, &typed).await {
        Ok(next) => return Redirect::to(&next).into_response(),
        Err(trouble) => trouble,
    };
    let lines =
        || typed.iter().filter(|typed| typed.says_something()).map(|typed| typed.line(Text(language))).collect();
    let refused = match &trouble {
        Trouble::Fields(_) => None,
        Trouble::Whole(status) => Some(Refused::of(status, language)),
    };
    if let Some(refused) = &refused {
        if passes(refused) {
            return held(&app, &posted, refused, worklist::PATH);
        }
        if is_over(refused) {
            return over(&app, &posted.visit, refused, lines(), worklist::PATH);
        }
    }
    let review = match review(&app, &posted.visit, dossier).await {
        Ok(review) => review,
        Err(status) => {
            let why = Refused::of(&status, language);
            if passes(&why) {
                return held(&app, &posted, &why, worklist::PATH);
            }
            return over(&app, &posted.visit, refused.as_ref().unwrap_or(&why), lines(), worklist::PATH);
        }
    };
    // What was said of another submission is not said of this one.
    let outdated = refused.as_ref().is_some_and(|refused| refused.is("SUBMISSION_OUTDATED"));
    let page = page(&app, &posted.visit, dossier, review, if outdated { &[] } else { &typed });
    let page = if outdated { ReviewPage { earlier: lines(), ..page } } else { page };
    match (trouble, refused) {
        (Trouble::Fields(broken), _) => {
            let page = broken.iter().fold(page, |page, (key, code)| page.broken(key, code));
            Page(StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        (Trouble::Whole(_), Some(refused)) => {
            (come_back(refused.retry_after), Page(refused.status, page.refused(&refused))).into_response()
        }
        (Trouble::Whole(status), None) => stopped(&app, &posted.visit, &status, worklist::PATH),
    }
}

/// Nothing can be decided here any more.
fn is_over(refused: &Refused) -> bool {
    let over =
        ["STAGE_DONE", "DOSSIER_NOT_FOUND", "REQUEST_ID_REUSED", "SEPARATION_ON_ONESELF", "SEPARATION_AT_TWO_STAGES"];
    over.contains(&refused.code.as_str())
}

fn typed(fields: &Fields) -> Vec<Typed> {
    let of = |name: &str, n: usize| fields.text(&format!("{name}-{n}")).to_owned();
    let field = |n| Typed {
        key: of("key", n),
        verdict: of("verdict", n),
        reason: of("reason", n),
        // A note is one line, also where it was pasted from several.
        note: of("note", n).replace("\r\n", " ").replace(['\r', '\n'], " "),
    };
    (0..MOST_FIELDS).map(field).take_while(|typed| !typed.key.is_empty()).collect()
}

async fn review(app: &App, visit: &Visit, dossier: DossierId) -> Result<Review, Status> {
    let officer = app.as_person(visit, ServiceName::Verification).await?;
    let request = officer.request(GetReviewRequest { dossier_id: dossier.to_string() });
    let review = ask(app.verification.clone().get_review(request)).await?.review;
    review.ok_or_else(|| Status::internal("no review"))
}

fn page(app: &App, visit: &Visit, dossier: DossierId, review: Review, typed: &[Typed]) -> ReviewPage {
    let (shell, form) = (Shell::of(&app.forms, visit), Form::new(&app.forms, visit, &path(dossier)));
    ReviewPage::of(shell, form, path(dossier), review, app.clock.now(), typed)
}
