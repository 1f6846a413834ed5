//! Every class of bad input, at every operation that the description has it for: a new operation is held to it at once.

use serde_json::{Value, json};

use crate::harness::{Door, SESSION};

struct Operation {
    method: String,
    path: String,
    described: Value,
}

impl Operation {
    /// Its path with something in place of every parameter.
    fn path_with(&self, value: &str) -> String {
        let parts = self.path.split('/').map(|part| if part.starts_with('{') { value } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    /// Whether it takes a parameter of this place and name, any name if empty.
    fn takes(&self, place: &str, name: &str) -> bool {
        let parameters = self.described["parameters"].as_array().cloned().unwrap_or_default();
        parameters.iter().any(|one| one["in"] == place && (name.is_empty() || one["name"] == name))
    }

    /// Only for whoever is; `{}` among the alternatives means anyone.
    fn is_signed_in(&self) -> bool {
        let security = self.described.get("security").and_then(Value::as_array);
        security.is_some_and(|alternatives| !alternatives.contains(&json!({})))
    }

    /// Its one id in the path.
    fn takes_id(&self) -> bool {
        let parameters = self.described["parameters"].as_array().cloned().unwrap_or_default();
        parameters.iter().any(|one| one["in"] == "path" && one["schema"]["format"] == "uuid")
    }

    fn takes_json(&self) -> bool {
        self.described["requestBody"]["content"].get("application/json").is_some()
    }
}

fn operations(which: impl Fn(&Operation) -> bool, at_least: usize) -> Vec<Operation> {
    let description = serde_json::to_value(gateway::openapi()).unwrap();
    let mut found = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, described) in item.as_object().unwrap() {
            let (method, path, described) = (method.to_uppercase(), path.clone(), described.clone());
            found.push(Operation { method, path, described });
        }
    }
    found.retain(which);
    assert!(found.len() >= at_least, "{}", found.len());
    found
}

const ID: &str = "0198c0de-0000-7000-8000-0000000000d1";

#[tokio::test]
async fn without_a_session_nothing_of_a_person_opens() {
    let door = Door::open().await;
    for operation in operations(Operation::is_signed_in, 18) {
        let request = axum::extract::Request::builder().method(operation.method.as_str()).uri(operation.path_with(ID));
        let answer = door.ask(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "SESSION_REQUIRED"), "{}", operation.path);
    }
}

#[tokio::test]
async fn a_path_without_an_id_where_one_belongs() {
    let door = Door::open().await;
    for operation in operations(Operation::takes_id, 7) {
        for id in ["1", "0198c0de000070008000000000000001", "%7B%7D", "%ff", "0198c0de-0000-7000-8000-00000000000g"] {
            let answer = door.ask_as(SESSION, &operation.method, &operation.path_with(id), None).await;
            assert_eq!(answer.status, 422, "{} {id}: {}", operation.path, answer.text);
            assert_eq!(answer.errors()[0].1, "ID_INVALID", "{} {id}", operation.path);
        }
    }
}

#[tokio::test]
async fn a_create_without_a_key() {
    let door = Door::open().await;
    for operation in operations(|operation| operation.takes("header", "Idempotency-Key"), 4) {
        let token = crate::harness::access_token(SESSION);
        let request = crate::harness::post(&operation.path_with(ID)).header("authorization", format!("Bearer {token}"));
        let answer = door.ask(request.body(axum::body::Body::from("{}")).unwrap()).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "IDEMPOTENCY_KEY_MISSING"), "{}", operation.path);
    }
}

#[tokio::test]
async fn a_body_with_a_field_too_many_or_no_object() {
    let door = Door::open().await;
    for operation in operations(Operation::takes_json, 15) {
        // Answers of the look-up and the like come after the challenge: their path takes no id.
        let path = operation.path_with(if operation.takes_id() { ID } else { "card" });
        let unknown = door.ask_as(SESSION, &operation.method, &path, Some(json!({ "sudo": true }))).await;
        assert_eq!(unknown.status, 422, "{path}: {}", unknown.text);
        assert_eq!(unknown.errors(), [("sudo".to_owned(), "FIELD_UNKNOWN".to_owned())], "{path}");
        for body in [json!([]), json!("x"), json!(null)] {
            let answer = door.ask_as(SESSION, &operation.method, &path, Some(body)).await;
            assert_eq!((answer.status, answer.code().as_str()), (400, "BODY_NOT_JSON"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_query_string_with_a_parameter_too_many_twice_or_without_end() {
    let door = Door::open().await;
    for operation in operations(|operation| operation.takes("query", ""), 4) {
        let path = operation.path_with("unor");
        let ask = async |query: &str| door.ask_as(SESSION, &operation.method, &format!("{path}?{query}"), None).await;
        assert_eq!(ask("sudo=1").await.errors(), [("sudo".to_owned(), "FIELD_UNKNOWN".to_owned())], "{path}");
        assert_eq!(
            ask("limit=1&limit=1").await.errors(),
            [("limit".to_owned(), "FIELD_REPEATED".to_owned())],
            "{path}"
        );
        assert_eq!(ask("limit=many").await.errors(), [("limit".to_owned(), "FIELD_TYPE".to_owned())], "{path}");
        assert_eq!(ask(&"x".repeat(9000)).await.code(), "QUERY_TOO_LONG", "{path}");
    }
}
