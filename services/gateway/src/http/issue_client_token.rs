//! `POST /oauth2/token`: OAuth 2.0 client credentials (RFC 6749, 4.4), whose refusals have a form of their own.

use std::sync::Arc;

use axum::{
    Form, Json,
    body::Body,
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use chassis::grpc::outgoing;
use data_encoding::BASE64;
use proto::identity::v1::IssueClientTokenRequest;
use serde::Serialize;
use utoipa::ToSchema;

use super::rendering::{given, instant};
use crate::{app::App, body, browser, client::Client, problem::Problem, upstream::ask};

/// Some short words.
const LIMIT: usize = 8 * 1024;
/// Longest id or secret of a client that is asked about.
const LONGEST: usize = 256;
const NEVER_KEPT: [(HeaderName, &str); 2] = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];

/// What a program sends, as a form. Its id and secret may come by HTTP Basic instead, never by both.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the form, which is read pair by pair: a parameter that comes twice is refused")]
pub(super) struct TokenForm {
    /// `client_credentials`.
    grant_type: String,
    /// Id of the client.
    client_id: Option<String>,
    /// Its secret.
    client_secret: Option<String>,
}

/// An access token.
#[derive(Serialize, ToSchema)]
pub(super) struct AccessToken {
    /// For `Authorization: Bearer`, at most 5 minutes.
    access_token: String,
    /// `Bearer`.
    token_type: &'static str,
    /// Seconds that are left.
    expires_in: i64,
}

/// A refusal of RFC 6749, 5.2.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenRefusal {
    /// `invalid_request`, `invalid_client`, `unsupported_grant_type` or `invalid_scope`.
    error: &'static str,
    /// For developers, English.
    error_description: &'static str,
}

/// Get an access token for a program
///
/// OAuth 2.0 client credentials. There is no refresh token: ask again. There are no scopes: a client reads what is its
/// agency's. Too many tries and outages answer as a problem, with `Retry-After`.
#[utoipa::path(post, path = "/oauth2/token", operation_id = "issueClientToken", tag = "systems",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = AccessToken, description = "The token"),
        (status = 400, body = TokenRefusal, content_type = "application/json", description = "Not such a request"),
        (status = 401, body = TokenRefusal, content_type = "application/json", description = "`invalid_client`"),
        Problem))]
pub(super) async fn issue_client_token(
    State(app): State<Arc<App>>,
    client: Client,
    request: Request,
) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    let body = body::read(&head.headers, body, LIMIT).await?;
    let headers = head.headers.clone();
    let form = Form::<Vec<(String, String)>>::from_request(Request::from_parts(head, Body::from(body)), &()).await;
    let credentials = match form {
        Ok(Form(pairs)) => asked(pairs).and_then(|form| credentials(&headers, form)),
        Err(_) => Err(TokenRefusal::request("the body is not application/x-www-form-urlencoded")),
    };
    let (client_id, client_secret) = match credentials {
        Ok(credentials) => credentials,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let client_key = browser::device(&CookieJar::from_headers(&headers), &client);
    let request = IssueClientTokenRequest { client_id, client_secret, client_key, address_key: client.key() };
    let answer = match ask(app.identity.clone().issue_client_token(outgoing(request))).await {
        Ok(answer) => answer,
        Err(problem) if problem.code() == "CLIENT_REFUSED" => return Ok(TokenRefusal::client().into_response()),
        Err(problem) => return Err(problem),
    };
    let expires_in = (given(instant(answer.expires_at))? - app.clock.now()).whole_seconds().max(0);
    let token = AccessToken { access_token: answer.access_token, token_type: "Bearer", expires_in };
    Ok((NEVER_KEPT, Json(token)).into_response())
}

/// What the form says of the client, once the rest of it is right.
#[derive(Default)]
struct Asked {
    grant_type: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    scope: Option<String>,
}

fn asked(pairs: Vec<(String, String)>) -> Result<Asked, TokenRefusal> {
    let mut form = Asked::default();
    for (name, value) in pairs {
        let slot = match name.as_str() {
            "grant_type" => &mut form.grant_type,
            "client_id" => &mut form.client_id,
            "client_secret" => &mut form.client_secret,
            "scope" => &mut form.scope,
            // RFC 6749, 3.2: unknown parameters are ignored, and none comes twice.
            _ => continue,
        };
        if slot.replace(value).is_some() {
            return Err(TokenRefusal::request("a parameter comes twice"));
        }
    }
    match form.grant_type.as_deref() {
        Some("client_credentials") => {}
        None | Some("") => return Err(TokenRefusal::request("grant_type is missing")),
        Some(_) => return Err(TokenRefusal::new("unsupported_grant_type", "only client_credentials")),
    }
    if form.scope.as_deref().is_some_and(|scope| !scope.is_empty()) {
        return Err(TokenRefusal::new("invalid_scope", "there are no scopes"));
    }
    Ok(form)
}

fn credentials(headers: &HeaderMap, form: Asked) -> Result<(String, String), TokenRefusal> {
    let stated = form.client_id.filter(|id| !id.is_empty());
    let credentials = match (headers.get(header::AUTHORIZATION), form.client_secret) {
        (Some(_), Some(_)) => return Err(TokenRefusal::request("one way of authentication, not two")),
        (Some(value), None) => {
            let basic = basic(value.as_bytes()).ok_or_else(TokenRefusal::client)?;
            if stated.is_some_and(|id| id != basic.0) {
                return Err(TokenRefusal::request("client_id is another than the one of the header"));
            }
            basic
        }
        (None, Some(secret)) => (stated.ok_or_else(|| TokenRefusal::request("client_id is missing"))?, secret),
        (None, None) => return Err(TokenRefusal::client()),
    };
    if credentials.0.len() > LONGEST || credentials.1.len() > LONGEST {
        return Err(TokenRefusal::client());
    }
    Ok(credentials)
}

/// Id and secret of HTTP Basic. RFC 6749 has them form-encoded first, which changes none of the characters that ours have.
fn basic(value: &[u8]) -> Option<(String, String)> {
    let (scheme, encoded) = std::str::from_utf8(value).ok()?.split_once(' ')?;
    let text = scheme.eq_ignore_ascii_case("basic").then(|| BASE64.decode(encoded.trim().as_bytes()).ok())??;
    let (id, secret) = std::str::from_utf8(&text).ok()?.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

impl TokenRefusal {
    fn new(error: &'static str, error_description: &'static str) -> Self {
        Self { error, error_description }
    }

    fn request(error_description: &'static str) -> Self {
        Self::new("invalid_request", error_description)
    }

    /// Unknown, wrong, disabled, missing: alike.
    fn client() -> Self {
        Self::new("invalid_client", "client authentication failed")
    }
}

impl IntoResponse for TokenRefusal {
    fn into_response(self) -> Response {
        if self.error == "invalid_client" {
            let realm = [(header::WWW_AUTHENTICATE, "Basic realm=\"epupns\", charset=\"UTF-8\"")];
            return (StatusCode::UNAUTHORIZED, NEVER_KEPT, realm, Json(self)).into_response();
        }
        (StatusCode::BAD_REQUEST, NEVER_KEPT, Json(self)).into_response()
    }
}
