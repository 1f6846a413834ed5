//! Query strings: bounded, each parameter once, none unknown; refused by name like the fields of a body.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Query},
    http::{Uri, request::Parts},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::{Map, Value};

use crate::{body, problem::Problem};

/// Longest query string in bytes: a cursor and some short words.
const LONGEST: usize = 8 * 1024;

/// The parameters that an operation takes.
pub(crate) struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read(&parts.uri).map(Self)
    }
}

fn read<T: DeserializeOwned>(uri: &Uri) -> Result<T, Problem> {
    if uri.query().is_some_and(|query| query.len() > LONGEST) {
        return Err(Problem::new("QUERY_TOO_LONG"));
    }
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|_| Problem::new("ROUTE_NOT_FOUND"))?;
    let mut parameters = Map::new();
    for (name, value) in pairs.0 {
        if parameters.contains_key(&name) {
            return Err(Problem::field(body::shown(&name), "FIELD_REPEATED", "give the parameter once"));
        }
        parameters.insert(name, Value::String(value));
    }
    body::typed(Value::Object(parameters))
}

/// A number, which is text in a query string: ASCII digits, no sign.
///
/// # Errors
/// The text is no number of that size.
pub(crate) fn number<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    let digits = Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| D::Error::custom("not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Search {
        #[serde(default)]
        q: Text<5>,
        #[serde(default, deserialize_with = "number")]
        limit: u32,
    }

    fn asked(query: &str) -> Result<(String, u32), String> {
        let uri = format!("/x{query}").parse().unwrap();
        let search = read::<Search>(&uri).map_err(|problem| format!("{problem:?}"))?;
        Ok((search.q.into_exposed(), search.limit))
    }

    #[test]
    fn parameters_are_text_and_numbers() {
        assert_eq!(asked(""), Ok((String::new(), 0)));
        assert_eq!(asked("?"), Ok((String::new(), 0)));
        assert_eq!(asked("?q=a%20%C3%A9+b&limit=20"), Ok(("a é b".to_owned(), 20)));
    }

    #[test]
    fn a_refusal_names_parameter_and_rule() {
        let cases = [
            ("?q=123456", "q", "FIELD_TOO_LONG"),
            ("?sudo=1", "sudo", "FIELD_UNKNOWN"),
            ("?q=a&q=b", "q", "FIELD_REPEATED"),
            ("?limit=", "limit", "FIELD_TYPE"),
            ("?limit=-1", "limit", "FIELD_TYPE"),
            ("?limit=+1", "limit", "FIELD_TYPE"),
            ("?limit=4294967296", "limit", "FIELD_TYPE"),
        ];
        for (query, field, rule) in cases {
            let refusal = asked(query).unwrap_err();
            assert!(refusal.contains(&format!("field: {field:?}, code: {rule:?}")), "{query} -> {refusal}");
        }
    }

    #[test]
    fn a_query_string_has_an_end() {
        assert!(asked(&format!("?q={}", "a".repeat(LONGEST))).unwrap_err().contains("QUERY_TOO_LONG"));
    }
}
