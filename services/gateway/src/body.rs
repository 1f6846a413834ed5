//! JSON bodies: bounded, in time, checked field by field; what does not fit is refused by name, never echoed.

use std::time::Duration;

use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::problem::Problem;

/// Largest body unless an operation says otherwise, in bytes.
pub(crate) const USUAL_LIMIT: usize = 64 * 1024;
/// How long a body may take to arrive.
const ARRIVE_WITHIN: Duration = Duration::from_secs(10);
/// Longest part of a field's name that is sent back.
const NAME_SHOWN: usize = 64;

/// A JSON body of at most `LIMIT` bytes.
pub(crate) struct Checked<T, const LIMIT: usize = USUAL_LIMIT>(pub T);

impl<T: DeserializeOwned, S: Send + Sync, const LIMIT: usize> FromRequest<S> for Checked<T, LIMIT> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (head, body) = request.into_parts();
        if !is_json(&head.headers) {
            return Err(Problem::new("CONTENT_TYPE_REFUSED"));
        }
        let bytes = read(&head.headers, body, LIMIT).await?;
        parse(&bytes).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    named
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Reads a body that is neither compressed (a small bomb unpacks to anything), nor larger than `limit`, nor slow.
///
/// # Errors
/// `CONTENT_ENCODING_REFUSED`, `BODY_TOO_LARGE`, `BODY_TOO_SLOW`, `BODY_BROKEN`.
pub(crate) async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, Problem> {
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Problem::new("CONTENT_ENCODING_REFUSED"));
    }
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(Problem::new("BODY_TOO_LARGE"));
    }
    match tokio::time::timeout(ARRIVE_WITHIN, Limited::new(body, limit).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(Problem::new("BODY_TOO_LARGE")),
        Ok(Err(_)) => Err(Problem::new("BODY_BROKEN")),
        Err(_) => Err(Problem::new("BODY_TOO_SLOW")),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // serde would also take an array as the fields in order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::new("BODY_NOT_JSON"));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = typed(&mut json)?;
    json.end().map_err(|_| Problem::new("BODY_NOT_JSON"))?;
    Ok(value)
}

/// The value that the fields make together.
///
/// # Errors
/// `FIELDS_INVALID` for the first that does not fit; `BODY_NOT_JSON`.
pub(crate) fn typed<'de, T: DeserializeOwned>(
    json: impl serde::Deserializer<'de, Error = serde_json::Error>,
) -> Result<T, Problem> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        let path = error.path().to_string();
        named(&path, error.inner())
    })
}

/// serde tells the kinds apart by the text of the message only; its beginnings are stable, its ends quote the value.
fn named(path: &str, error: &serde_json::Error) -> Problem {
    if error.classify() != Category::Data {
        return Problem::new("BODY_NOT_JSON");
    }
    let message = error.to_string();
    let (rule, text) = match message.split('`').next().unwrap_or_default() {
        "missing field " => ("FIELD_MISSING", "the field is required"),
        "unknown field " => ("FIELD_UNKNOWN", "the operation takes no such field"),
        start if start.starts_with(TOO_LONG) => ("FIELD_TOO_LONG", "the text is too long"),
        _ => ("FIELD_TYPE", "the value has another type or is none of those listed"),
    };
    let field = match (rule, path, message.split('`').nth(1)) {
        ("FIELD_MISSING", ".", Some(name)) => name.to_owned(),
        ("FIELD_MISSING", path, Some(name)) => format!("{path}.{name}"),
        _ => path.to_owned(),
    };
    Problem::field(shown(&field), rule, text)
}

/// As much of a name that a client chose as is sent back.
#[must_use]
pub(crate) fn shown(name: &str) -> String {
    name.chars().take(NAME_SHOWN).collect()
}

/// Begins the message of a text that is too long; see [`crate::text::Text`].
pub(crate) const TOO_LONG: &str = "too long";

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::text::Text;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only whether it parses matters")]
    struct Form {
        nip: Text<20>,
        rows: Option<Vec<Row>>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only whether it parses matters")]
    struct Row {
        id: u32,
    }

    fn refusal(json: &str) -> String {
        format!("{:?}", parse::<Form>(json.as_bytes()).err().expect("is refused"))
    }

    #[test]
    fn a_refusal_names_field_and_rule() {
        let cases = [
            ("{}", "nip", "FIELD_MISSING"),
            (r#"{"nip": 7}"#, "nip", "FIELD_TYPE"),
            (r#"{"nip": null}"#, "nip", "FIELD_TYPE"),
            (r#"{"nip": "1", "nik": "2"}"#, "nik", "FIELD_UNKNOWN"),
            (r#"{"nip": "123456789012345678901"}"#, "nip", "FIELD_TOO_LONG"),
            (r#"{"nip": "1", "rows": [{"id": 1}, {"id": "x"}]}"#, "rows[1].id", "FIELD_TYPE"),
            (r#"{"nip": "1", "rows": [{}]}"#, "rows[0].id", "FIELD_MISSING"),
        ];
        for (json, field, rule) in cases {
            let refusal = refusal(json);
            assert!(refusal.contains(&format!("field: {field:?}, code: {rule:?}")), "{json} -> {refusal}");
        }
    }

    #[test]
    fn a_refusal_never_quotes_the_value() {
        assert!(!refusal(r#"{"nip": {"198001012005011001": 1}}"#).contains("19800101"));
        assert!(!refusal(r#"{"nip": "1980010120050110010000"}"#).contains("19800101"));
    }

    #[test]
    fn what_is_not_one_json_object_is_refused_whole() {
        for text in ["", "{", "nip=1", r#"{"nip": "1"} x"#, r#"["1", null]"#] {
            assert!(refusal(text).contains("BODY_NOT_JSON"), "{text}");
        }
    }
}
