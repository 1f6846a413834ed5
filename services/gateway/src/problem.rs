//! Refusals as RFC 9457 `application/problem+json`.

mod page;

use std::{collections::BTreeMap, fmt, time::Duration};

use axum::{
    Json,
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chassis::telemetry::propagation;
use doorway::{
    again::{self, SOON},
    refusal::Refusal,
};
use serde::Serialize;
use serde_json::Value;
use speech::Language;
use tonic::{Code, Status};
use tower_http::csrf::ProtectionError;
use utoipa::{
    ToSchema,
    openapi::{ArrayBuilder, Ref, RefOr, Schema},
};

use crate::catalogue::{self, Reason};

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What became of each field of a request that was only kept in part. Personal: never printed.
#[derive(Clone, Serialize)]
pub(crate) struct Kept(Value);

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept(***)")
    }
}

/// A refusal on its way out; [`rendered`] writes it.
#[derive(Clone, Debug)]
pub struct Problem {
    code: String,
    status: StatusCode,
    errors: Vec<FieldProblem>,
    facts: BTreeMap<String, String>,
    // Boxed: a refusal is the rare half of every result.
    fields: Option<Box<Kept>>,
    retry_after: Option<Duration>,
    challenge_receipt: Option<Box<str>>,
}

/// One field that breaks a rule.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// Path of the field, e.g. `decisions[3].registration_id`.
    #[schema(example = "nip")]
    pub field: String,
    /// The rule, stable.
    #[schema(example = "NIP_LENGTH")]
    pub code: String,
    /// The rule in Indonesian, or in English where there is no sentence yet.
    pub detail: String,
}

/// What a refusal looks like: RFC 9457 with members of ours.
#[derive(Serialize, ToSchema)]
#[schema(title = "Problem")]
pub(crate) struct ProblemBody {
    /// Where the code is explained.
    #[serde(rename = "type")]
    #[schema(example = "/docs/problems#EMPLOYEE_NOT_MATCHED")]
    kind: String,
    /// One Indonesian sentence for people.
    #[schema(example = "Data tidak cocok atau tidak ada dalam database")]
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// The same in English.
    detail: &'static str,
    /// The path that was asked.
    instance: String,
    /// Stable, UPPER_SNAKE: what programs decide by.
    #[schema(example = "EMPLOYEE_NOT_MATCHED")]
    code: String,
    /// What to quote to the helpdesk.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<String>,
    /// The fields that break a rule, with `FIELDS_INVALID`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// Facts that the code speaks of, such as a date.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    facts: BTreeMap<String, String>,
    /// What became of each field, of `PATCH /v1/me/dossier`: what could be saved is saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = saved_fields)]
    fields: Option<Kept>,
    /// Stands for the challenge that was solved: send it as `challenge` when trying again.
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_receipt: Option<String>,
}

fn saved_fields() -> impl Into<RefOr<Schema>> {
    ArrayBuilder::new().items(Ref::from_schema_name("SavedField"))
}

impl Problem {
    /// A refusal of the catalogue; a code without an entry is a mistake of ours and reads as `INTERNAL`.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        let known = catalogue::find(code);
        let status = known.map_or(StatusCode::INTERNAL_SERVER_ERROR, |entry| entry.status);
        Self::with_status(code.to_owned(), status)
    }

    /// Some part of the system is away: worth trying again soon.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new("UNAVAILABLE")
    }

    /// One field breaks a rule of this door; `text` is English and names no value.
    #[must_use]
    pub fn field(field: impl Into<String>, rule: &'static str, text: &str) -> Self {
        let mut problem = Self::new("FIELDS_INVALID");
        problem.errors.push(FieldProblem::new(field.into(), rule.to_owned(), text));
        problem
    }

    fn with_status(code: String, status: StatusCode) -> Self {
        let (errors, facts) = Default::default();
        let retry_after = again::due(status, None);
        Self { code, status, errors, facts, fields: None, retry_after, challenge_receipt: None }
    }

    /// Names one broken field more; `text` is English and names no value.
    #[must_use]
    pub fn and_field(mut self, field: impl Into<String>, rule: String, text: &str) -> Self {
        self.errors.push(FieldProblem::new(field.into(), rule, text));
        self
    }

    /// Says what became of each field all the same.
    #[must_use]
    pub fn with_fields(mut self, fields: &impl Serialize) -> Self {
        self.fields = serde_json::to_value(fields).ok().map(Kept).map(Box::new);
        self
    }

    /// Calls a field as the client does, where the service behind calls it otherwise.
    #[must_use]
    pub fn renamed(mut self, names: &[(&str, &str)]) -> Self {
        for error in &mut self.errors {
            if let Some((_, ours)) = names.iter().find(|(theirs, _)| *theirs == error.field) {
                (*ours).clone_into(&mut error.field);
            }
        }
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.retry_after = Some(delay);
        self
    }

    /// Hands back what the solved challenge was exchanged for.
    #[must_use]
    pub fn with_receipt(mut self, receipt: &str) -> Self {
        self.challenge_receipt = Some(receipt.into());
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether it tells of us and not of the request: nothing was judged.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        self.status.is_server_error() || self.status == StatusCode::TOO_MANY_REQUESTS
    }

    /// When to try again, said or not.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.retry_after.unwrap_or(SOON)
    }

    fn body(self, instance: String) -> ProblemBody {
        let entry = catalogue::find(&self.code);
        ProblemBody {
            kind: format!("/docs/problems#{}", self.code),
            title: entry.map_or_else(|| catalogue::refused(Language::Indonesian), catalogue::sentence),
            status: self.status.as_u16(),
            detail: entry.map_or("The request was refused; code says why.", Reason::for_programs),
            instance,
            code: self.code,
            trace_id: propagation::current_trace_id(),
            errors: self.errors,
            facts: self.facts,
            fields: self.fields.map(|fields| *fields),
            challenge_receipt: self.challenge_receipt.map(String::from),
        }
    }
}

impl FieldProblem {
    fn new(field: String, code: String, text: &str) -> Self {
        let detail = catalogue::rule(&code).unwrap_or(text).to_owned();
        Self { field, code, detail }
    }
}

/// What a service refused, with the reason it gave; what has no reason of ours is an outage or an error of ours.
impl From<Status> for Problem {
    fn from(status: Status) -> Self {
        let Refusal { reason, delay, facts, broken } = Refusal::from(&status);
        let http = catalogue::find(&reason).map_or_else(|| status_of(status.code()), |entry| entry.status);
        let mut problem = Self::with_status(reason, http);
        problem.retry_after = delay.or(problem.retry_after).or_else(|| passes(&problem).then_some(SOON));
        problem.facts = facts;
        let errors = broken.into_iter().map(|broken| FieldProblem::new(broken.field, broken.rule, &broken.text));
        problem.errors = errors.collect();
        problem
    }
}

/// Whether waiting helps, though the status does not say so: whoever is told so is told how long.
fn passes(problem: &Problem) -> bool {
    ["REGISTRATION_IN_PROGRESS", "REVIEW_NOT_OPEN_YET", "EXPORT_NOT_READY"].contains(&problem.code())
}

/// For reasons that have no entry yet.
fn status_of(code: Code) -> StatusCode {
    match code {
        Code::InvalidArgument | Code::OutOfRange => StatusCode::UNPROCESSABLE_ENTITY,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::AlreadyExists | Code::FailedPrecondition | Code::Aborted => StatusCode::CONFLICT,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::PermissionDenied => StatusCode::FORBIDDEN,
        Code::ResourceExhausted => StatusCode::TOO_MANY_REQUESTS,
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => StatusCode::SERVICE_UNAVAILABLE,
        Code::Unimplemented => StatusCode::NOT_IMPLEMENTED,
        Code::Ok | Code::Unknown | Code::Internal | Code::DataLoss => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Status now, text in [`rendered`], which knows the path.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: gives every [`Problem`] below it its body.
pub(crate) async fn rendered(request: Request, next: Next) -> Response {
    let instance = request.uri().path().to_owned();
    let as_page = page::is_wanted(&instance, request.headers());
    let mut response = next.run(request).await;
    if response.extensions().get::<ProtectionError>().is_some() {
        response = Problem::new("CROSS_ORIGIN_REFUSED").into_response();
    }
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let delay = problem.retry_after;
    let (mut head, _) = response.into_parts();
    if let Some(delay) = delay {
        head.headers.insert(header::RETRY_AFTER, HeaderValue::from(again::seconds(delay)));
    }
    let (body, kind) = if as_page {
        (problem.page(), page::MEDIA_TYPE)
    } else {
        (Json(problem.body(instance)).into_response().into_body(), MEDIA_TYPE)
    };
    head.headers.insert(header::CONTENT_TYPE, kind);
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::new(body))
}
