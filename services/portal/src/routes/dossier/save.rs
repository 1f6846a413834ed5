//! `POST /berkas/{section}`: keeps one field or all that have changed, or looks up references. What is not kept stays in the page.

use std::sync::Arc;

use axum::{
    Extension,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use proto::registration::v1::{FieldAnswer, FieldResult};

use super::{
    again, ask, away,
    references::References,
    section::{Round, Shown, Told},
};
use crate::{
    app::App,
    form::{Form, Posted},
    language::Language,
    page::{Page, come_back},
    pages::dossier::{
        typed::{self, Intent, Typed},
        words::Section,
    },
    refused::{Refused, rule_sentence},
    routes::not_found,
    text::Text,
};

/// Which button was pressed.
enum Order<'a> {
    All,
    Save(&'a str),
    Search(&'a str),
}

impl<'a> Order<'a> {
    fn read(button: &'a str) -> Self {
        match button.split_once('.') {
            Some(("simpan", key)) => Self::Save(key),
            Some(("cari", key)) => Self::Search(key),
            _ => Self::All,
        }
    }

    fn saves(&self, typed: &Typed) -> bool {
        match self {
            Self::All => true,
            Self::Save(key) => typed.key == *key,
            Self::Search(_) => false,
        }
    }
}

pub(super) async fn save(
    State(app): State<Arc<App>>,
    Extension(references): Extension<Arc<References>>,
    posted: Posted,
) -> Response {
    let visit = posted.visit.clone();
    let Some(section) = Section::at(&visit.path) else { return not_found(State(app), visit).await.into_response() };
    let t = Text(visit.language);
    let order = Order::read(posted.fields.text("lakukan"));
    let mut round = Round { typed: Typed::all(&posted.fields), at: Some(app.clock.now()), ..Round::default() };
    let answers = sort(&mut round, &order, t);
    let results = if answers.is_empty() { Ok(Vec::new()) } else { ask::save(&app, &visit, answers).await };
    let refused = match results {
        Ok(results) => {
            for result in results {
                round.told.insert(result.key.clone(), told(&result, t.0));
            }
            None
        }
        Err(status) => Some(Refused::of(&status, t.0)),
    };
    if refused.is_none()
        && let Some(place) = done(&round, &order, section)
    {
        return Redirect::to(&place).into_response();
    }
    let (dossier, progress) = tokio::join!(ask::dossier(&app, &visit), ask::progress(&app, &visit));
    let dossier = match dossier {
        Ok(dossier) => dossier,
        Err(status) => {
            let refused = refused.unwrap_or_else(|| Refused::of(&status, t.0));
            return away(&app, &posted, &refused, typed::sent(&posted.fields));
        }
    };
    let mut form = Form::new(&app.forms, &visit, section.path);
    if let Some(refused) = &refused {
        form = form.refused(&app.forms, &posted, refused, None);
    }
    let shown = Shown { section, dossier: &dossier, progress: &progress };
    let mut page = shown.page(&app, &references, &visit, form, &round).await;
    let Some(refused) = refused else { return Page(status(&round), page).into_response() };
    page.missing = again(t, refused.retry_after);
    (come_back(refused.retry_after), Page(refused.status, page)).into_response()
}

/// What is to be kept; what is wrong with the rest is told.
fn sort(round: &mut Round, order: &Order<'_>, t: Text) -> Vec<FieldAnswer> {
    let mut answers = Vec::new();
    for typed in round.typed.iter().filter(|typed| order.saves(typed)) {
        let unclear = match typed.intent() {
            Intent::Answer(answer) => {
                let (key, revision) = (typed.key.clone(), typed.revision);
                answers.push(FieldAnswer { key, revision, answer: Some(answer) });
                continue;
            }
            Intent::Unclear(unclear) => unclear,
            Intent::Unchanged if matches!(order, Order::Save(_)) && typed.before.is_empty() => "dossier-choose",
            Intent::Unchanged | Intent::Theirs | Intent::Search => continue,
        };
        let told = Told { error: Some(t.say(unclear).to_string()), ..Told::default() };
        round.told.insert(typed.key.clone(), told);
    }
    if let Order::Search(key) = order
        && let Some(typed) = round.typed.iter().find(|typed| typed.key == *key && typed.query.is_empty())
    {
        let told = Told { error: Some(t.say("dossier-search-empty").to_string()), ..Told::default() };
        round.told.insert(typed.key.clone(), told);
    }
    answers
}

fn told(result: &FieldResult, language: Language) -> Told {
    if result.error_code.is_empty() {
        return Told { saved: true, ..Told::default() };
    }
    let sentence = rule_sentence(&result.error_code, language).unwrap_or(&result.error_text);
    Told { error: Some(sentence.to_owned()), stale: result.error_code == "STALE_REVISION", saved: false }
}

/// Where to go when everything that was typed is kept; `None` when something is still open.
fn done(round: &Round, order: &Order<'_>, section: &Section) -> Option<String> {
    let is_saved = |key: &str| round.told.get(key).is_some_and(|told| told.saved);
    let is_open = |typed: &Typed| typed.is_unsaved() && !is_saved(&typed.key);
    if matches!(order, Order::Search(_))
        || round.told.values().any(|told| !told.saved)
        || round.typed.iter().any(is_open)
    {
        return None;
    }
    // Keys of the catalogue, for the service has taken them.
    let keys: Vec<&str> = round.told.keys().map(String::as_str).collect();
    let row = match order {
        Order::Save(key) if is_saved(key) => format!("#baris-{key}"),
        _ => String::new(),
    };
    let told = match round.at.filter(|_| !keys.is_empty()) {
        Some(at) => format!("tersimpan={}&pukul={}", keys.join("."), at.unix_timestamp()),
        None => "tetap".to_owned(),
    };
    Some(format!("{}?{told}{row}", section.path))
}

fn status(round: &Round) -> StatusCode {
    let mut told = round.told.values();
    if told.clone().any(|told| told.stale) {
        StatusCode::CONFLICT
    } else if told.any(|told| !told.saved) {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    }
}
