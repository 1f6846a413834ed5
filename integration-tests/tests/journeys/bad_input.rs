//! Hostile and mistaken input at the public door: a 4xx that names field and rule, and nothing is half done.

use std::time::Instant;

use integration_tests::{Citizen, PASSWORD, World, eventually};
use reqwest::{Method, header};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_refused_by_field_and_rule_and_leaves_nothing() {
    let world = World::start().await;
    identifiers(&world).await;
    mismatches_look_alike(&world).await;
    let (citizen, number) = registrations(&world).await;
    tokens_and_forms_of_others(&world).await;
    bodies(&world).await;
    sign_in(&world).await;
    whoever_invents_devices_is_one_client(&world, &citizen, &number).await;
    let left: i64 = sqlx::query_scalar("select count(*) from registration.registrations")
        .fetch_one(&world.superuser)
        .await
        .unwrap();
    assert_eq!(left, 1, "only the one good registration is there");
    world.stop().await;
}

async fn look_up(world: &World, nip: &str, nik: &str) -> integration_tests::Answer {
    let mut citizen = Citizen::new(world.door(), world.employees[0].clone());
    nip.clone_into(&mut citizen.employee.nip);
    nik.clone_into(&mut citizen.employee.nik);
    citizen.look_up().await
}

async fn identifiers(world: &World) {
    let (nip, nik) = ("198612262009122001", "3174046612860001");
    let cases: &[(&str, &str, &[&str])] = &[
        // The deck's own traps.
        (nip, "265441200012100007", &["nik: NIK_LENGTH"]),
        ("1986122622010101001", nik, &["nip: NIP_LENGTH"]),
        ("19861226200912200", nik, &["nip: NIP_LENGTH"]),
        ("198613262009122001", nik, &["nip: NIP_BIRTH_DATE"]),
        ("198602302009122001", nik, &["nip: NIP_BIRTH_DATE"]),
        ("198612262009132001", nik, &["nip: NIP_TMT_CPNS"]),
        ("198612262009123001", nik, &["nip: NIP_SEX"]),
        ("198612262009122000", nik, &["nip: NIP_SEQUENCE"]),
        ("١٩٨٦١٢٢٦٢٠٠٩١٢٢٠٠١", nik, &["nip: NIP_DIGITS"]),
        ("１９８６１２２６２００９１２２００１", nik, &["nip: NIP_DIGITS"]),
        ("'; DROP TABLE employees;--", nik, &["nip: NIP_DIGITS"]),
        (nip, "3174046613860001", &["nik: NIK_DATE"]),
        // All broken fields at once.
        ("1", "2", &["nik: NIK_LENGTH", "nip: NIP_LENGTH"]),
    ];
    for (nip, nik, errors) in cases {
        let answer = look_up(world, nip, nik).await.expect(422);
        assert_eq!(answer.code(), "FIELDS_INVALID", "{nip} {nik}");
        assert_eq!(answer.field_errors(), *errors, "{nip} {nik}");
    }
    // Spaces, dots and dashes are how people write it.
    let _ = look_up(world, " 19861226 200912.2-001 ", "3174 0466 1286 0001").await.expect(200);
}

async fn mismatches_look_alike(world: &World) {
    let employee = &world.employees[0];
    let unknown = look_up(world, "196001011985031999", &employee.nik).await.expect(404);
    let wrong_nik = look_up(world, &employee.nip, &world.employees[1].nik).await.expect(404);
    let strip = |answer: &integration_tests::Answer| {
        let mut body = answer.json();
        for member in ["trace_id", "instance", "challenge_receipt"] {
            body.as_object_mut().unwrap().remove(member);
        }
        body
    };
    assert_eq!(strip(&unknown), strip(&wrong_nik), "an unknown NIP and a wrong NIK are told alike");
    assert_eq!(unknown.code(), "EMPLOYEE_NOT_MATCHED");
    assert!(unknown.text("title").contains("Data tidak cocok atau tidak ada dalam database"));
}

/// Refused in every way, then taken: who it is, and the number.
async fn registrations(world: &World) -> (Citizen, String) {
    let citizen = Citizen::new(world.door(), world.employees[2].clone());
    let token = citizen.look_up().await.expect(200).text("lookup_token");
    let birth = &citizen.employee.nip[..8];
    let cases: Vec<(&str, Value, &str)> = vec![
        ("password", json!("tujuh 7"), "password: PASSWORD_LENGTH"),
        ("password", json!("x1".repeat(65)), "password: PASSWORD_LENGTH"),
        ("password", json!("password"), "password: PASSWORD_COMMON"),
        ("password", json!(citizen.employee.nip), "password: PASSWORD_PERSONAL"),
        ("password", json!(birth), "password: PASSWORD_PERSONAL"),
        ("email", json!("a@example.go.id\r\nBcc: b@example.com"), "email: EMAIL_INVALID"),
        ("email", json!("bukan surel"), "email: EMAIL_INVALID"),
        ("mother_name", json!(""), "mother_name: TEXT_EMPTY"),
        ("mother_name", json!("Siti\u{202e}Aminah"), "mother_name: TEXT_BIDI"),
        ("security_answer", json!("Bon\u{200b}Jovi"), "security_answer: TEXT_INVISIBLE"),
        ("security_question", json!("\u{0007}"), "security_question: TEXT_CONTROL"),
    ];
    for (field, value, error) in cases {
        let mut form = citizen.form(&token);
        form[field] = value.clone();
        if field == "password" {
            form["password_confirmation"] = value;
        }
        let answer = citizen.door.post_once("/v1/registrations", &form, &citizen.key).await.expect(422);
        // A birth date may be a common password besides.
        assert!(answer.field_errors().contains(&error.to_owned()), "{field}: {:?}", answer.field_errors());
    }
    let mut form = citizen.form(&token);
    form["password_confirmation"] = json!("lain sama sekali");
    let differs = citizen.door.post_once("/v1/registrations", &form, &citizen.key).await.expect(422);
    assert_eq!(differs.field_errors(), ["password_confirmation: PASSWORD_CONFIRMATION_DIFFERS"]);

    // Corrected under the same key, it goes through: a refusal has burnt nothing.
    let good = citizen.form(&token);
    let registered = citizen.door.post_once("/v1/registrations", &good, &citizen.key).await.expect(201);

    // One key, another body; one key, other secrets.
    for (field, value) in [("email", "lain@example.go.id"), ("security_answer", "Iwan Fals")] {
        let mut other = good.clone();
        other[field] = json!(value);
        let answer = citizen.door.post_once("/v1/registrations", &other, &citizen.key).await.expect(422);
        assert_eq!(answer.code(), "REQUEST_ID_REUSED", "{field}");
    }
    let number = registered.text("registration/registration_number");
    (citizen, number)
}

async fn tokens_and_forms_of_others(world: &World) {
    let citizen = Citizen::new(world.door(), world.employees[3].clone());
    let token = citizen.look_up().await.expect(200).text("lookup_token");
    let form = citizen.form(&token);
    let other_browser = world.door();
    let answer = other_browser.post_once("/v1/registrations", &form, &citizen.key).await;
    assert_eq!(answer.clone().expect(422).code(), "LOOKUP_TOKEN_OTHER_BROWSER");
    let made_up = citizen.form("bm90IGEgdG9rZW4");
    let answer = citizen.door.post_once("/v1/registrations", &made_up, &citizen.key).await;
    assert_eq!(answer.clone().expect(422).code(), "LOOKUP_TOKEN_INVALID");
    let without_key = citizen.door.post("/v1/registrations", &form).await;
    assert_eq!(without_key.clone().expect(400).code(), "IDEMPOTENCY_KEY_MISSING");
}

async fn bodies(world: &World) {
    let door = world.door();
    let unknown = json!({ "nip": "1", "nik": "2", "challenge": "x", "admin": true });
    assert_eq!(door.post("/v1/employee-lookups", &unknown).await.status, 422, "unknown members are refused");
    let huge = json!({ "nip": "1".repeat(10_000_000), "nik": "2", "challenge": "x" });
    match door.try_post("/v1/employee-lookups", &huge, None).await {
        Ok(answer) => assert_eq!(answer.status, 413),
        // The door may hang up on a body that is too large before it has read it all.
        Err(error) => assert!(error.is_request() || error.is_body(), "{error}"),
    }
    let answer = door.post("/v1/employee-lookups", &json!({ "nip": "1", "nik": "2", "challenge": "bukan" })).await;
    assert_eq!(answer.code(), "CHALLENGE_INVALID");
    assert_eq!(door.get("/v1/me").await.status, 401);
    let forged = door.clone().with_bearer("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.").get("/v1/me").await;
    assert_eq!(forged.status, 401);
    assert_eq!(door.get("/v1/tidak-ada").await.status, 404);
}

async fn sign_in(world: &World) {
    let citizen = Citizen::new(world.door(), world.employees[2].clone());
    let wrong = json!({ "login": "C8Y9GVRP", "password": PASSWORD });
    let unknown = citizen.door.post("/v1/sessions", &wrong).await.expect(401);
    assert_eq!(unknown.code(), "SIGN_IN_REFUSED");
    assert!(unknown.text("title").contains("No Register dan Password tidak sesuai"));
}

/// A new cookie and another account for each guess; the address is what they have in common, also with somebody known.
async fn whoever_invents_devices_is_one_client(world: &World, citizen: &Citizen, number: &str) {
    let known = || async { citizen.sign_in(number).await.code() == "AWAITING_CONFIRMATION" };
    eventually("the right password is known on this device", known).await;
    let (mut heard, start) = (0, Instant::now());
    for guess in 0..100 {
        let request = world.door().request(Method::POST, "/v1/sessions");
        let request = request.header(header::COOKIE, format!("__Host-epupns-browser={guess:022}"));
        let body = json!({ "login": format!("tebakan.{guess}"), "password": PASSWORD });
        let status = request.json(&body).send().await.unwrap().status();
        assert!([401, 429].contains(&status.as_u16()), "{status}");
        heard += u64::from(status == 401);
    }
    assert!(heard <= 31 + start.elapsed().as_secs() / 2, "{heard}: 30 at once, then one per 2 s");
    assert_eq!(citizen.sign_in(number).await.expect(403).code(), "AWAITING_CONFIRMATION", "at once");
}
