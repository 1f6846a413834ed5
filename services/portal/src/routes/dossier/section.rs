use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Extension,
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use proto::registration::v1::{AnswerKind, Dossier, DossierField};
use time::{Duration, OffsetDateTime};

use super::{ask, references::References};
use crate::{
    app::App,
    dates::written,
    form::{Fields, Form},
    page::Page,
    pages::dossier::{
        SectionPage,
        row::{Extra, Row, Rows},
        standing::Progress,
        typed::Typed,
        words::{self, SECTIONS, Section},
    },
    routes::{not_found, refusal},
    shell::Shell,
    text::Text,
    visit::{SignedIn, Visit},
};

/// As long as a form is good.
const TOLD: Duration = Duration::hours(12);

/// `GET /berkas/{section}`; after a save with `tersimpan` (keys) and `pukul` (when), or `tetap` where nothing had changed.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Extension(references): Extension<Arc<References>>,
    RawQuery(query): RawQuery,
    SignedIn { visit, .. }: SignedIn,
) -> Response {
    let Some(section) = Section::at(&visit.path) else { return not_found(State(app), visit).await.into_response() };
    let (dossier, progress) = tokio::join!(ask::dossier(&app, &visit), ask::progress(&app, &visit));
    let dossier = match dossier {
        Ok(dossier) => dossier,
        Err(status) => return refusal(&app, &visit, &status),
    };
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let round = Round::after(&query, app.clock.now());
    let form = Form::new(&app.forms, &visit, section.path);
    let page = Shown { section, dossier: &dossier, progress: &progress };
    let page = page.page(&app, &references, &visit, form, &round).await;
    Page(StatusCode::OK, page).into_response()
}

/// What became of a field that came back.
#[derive(Default)]
pub(super) struct Told {
    /// What is wrong with it.
    pub(super) error: Option<String>,
    /// Another device was quicker.
    pub(super) stale: bool,
    /// It is kept.
    pub(super) saved: bool,
}

/// What came back, and what became of it.
#[derive(Default)]
pub(super) struct Round {
    /// Fields as they were sent.
    pub(super) typed: Vec<Typed>,
    /// By key.
    pub(super) told: BTreeMap<String, Told>,
    /// When.
    pub(super) at: Option<OffsetDateTime>,
    /// Nothing had changed.
    pub(super) unchanged: bool,
}

impl Round {
    /// What an address tells of a save just before. It says nothing that the dossier does not hold.
    fn after(query: &Fields, now: OffsetDateTime) -> Self {
        let at = query.text("pukul").parse().ok().and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
        let at = at.filter(|at| *at <= now && now - *at <= TOLD);
        let keys = query.text("tersimpan").split('.').filter(|key| !key.is_empty() && at.is_some());
        let saved = |key: &str| (key.to_owned(), Told { saved: true, ..Told::default() });
        Self { typed: Vec::new(), told: keys.map(saved).collect(), at, unchanged: query.has("tetap") }
    }

    fn typed(&self, field: &DossierField) -> Option<&Typed> {
        let saved = self.told.get(&field.key).is_some_and(|told| told.saved);
        let typed = self.typed.iter().find(|typed| typed.key == field.key && !saved)?;
        (typed.is_unsaved() || !typed.query.is_empty()).then_some(typed)
    }
}

/// A section that is shown.
pub(super) struct Shown<'a> {
    /// Which.
    pub(super) section: &'static Section,
    /// Whose.
    pub(super) dossier: &'a Dossier,
    /// How it fares.
    pub(super) progress: &'a Progress,
}

impl Shown<'_> {
    /// The page, with what came back over what is kept.
    pub(super) async fn page(
        &self,
        app: &App,
        references: &References,
        visit: &Visit,
        mut form: Form,
        round: &Round,
    ) -> SectionPage {
        let t = Text(visit.language);
        let rows = Rows { t, dossier: self.dossier, progress: self.progress };
        let at = round.at.map(|at| written(at, t.0));
        // What came back from verification comes first.
        let (returned, others): (Vec<_>, Vec<_>) =
            self.section.fields(self.dossier).partition(|field| !field.return_reason_code.is_empty());
        let (mut shown, mut saved) = (Vec::<Row>::new(), 0_usize);
        for field in returned.into_iter().chain(others) {
            let typed = round.typed(field);
            let told = round.told.get(&field.key);
            let is_saved = told.is_some_and(|told| told.saved) && field.answer() != AnswerKind::Unspecified;
            saved += usize::from(is_saved);
            let widget = references.widget(app, t, self.dossier, field, typed).await;
            let error = told.and_then(|told| told.error.as_ref());
            let error = error.map(|error| format!("{}: {error}", words::label(field, t.0)));
            let stale = told.is_some_and(|told| told.stale);
            let saved_at = at.clone().filter(|_| is_saved);
            let row = rows.row(field, Extra { widget, typed, error: error.clone(), stale, saved_at });
            if let Some(error) = error {
                form = form.broken(&row.anchor(), error);
            }
            shown.push(row);
        }
        let notice = match at {
            Some(at) if saved > 0 => t.say("dossier-saved-now").with("count", saved).with("at", at).to_string(),
            _ if round.unchanged => t.say("dossier-unchanged").to_string(),
            _ => String::new(),
        };
        let is_away = self.dossier.submission > 0 && matches!(self.progress, Progress::Away);
        SectionPage {
            shell: Shell::of(&app.forms, visit),
            form,
            title: t.say(self.section.title).to_string(),
            notice,
            missing: if is_away { t.say("dossier-note-progress-away").to_string() } else { String::new() },
            editable: shown.iter().any(|row| row.entry.is_some()),
            onward: self.onward(t),
            rows: shown,
        }
    }

    /// The next section with something in it, or the check before sending.
    fn onward(&self, t: Text) -> (String, String) {
        let later = SECTIONS.iter().skip_while(|section| section.key != self.section.key).skip(1);
        match later.into_iter().find(|section| section.fields(self.dossier).next().is_some()) {
            Some(next) => {
                let name = t.say(next.title).to_string();
                (next.path.to_owned(), t.say("dossier-onward").with("section", name).to_string())
            }
            None => ("/berkas/periksa".to_owned(), t.say("dossier-onward-check").to_string()),
        }
    }
}
