use data_encoding::HEXLOWER;
use kernel::Caller;
use proto::identity::v1::{CreateApiClientRequest, CreateApiClientResponse};
use sha2::{Digest as _, Sha256};
use tonic::Status;

use super::harness::{World, broken_fields, by, reason};

pub(crate) async fn create(world: &World, agency: &str, name: &str) -> Result<CreateApiClientResponse, Status> {
    let request = CreateApiClientRequest { agency_code: agency.into(), name: name.into() };
    let request = by(Caller::Operator("local".into()), request);
    world.client.clone().create_api_client(request).await.map(tonic::Response::into_inner)
}

#[tokio::test]
async fn a_client_is_audited_and_its_secret_told_once() {
    let world = World::new("create_client").await;
    let made = create(&world, "3273", "SIMPEG Kota Bandung").await.unwrap();
    assert_eq!(made.client_secret.len(), 43, "256 bits");
    let dump: String = {
        let mut connection = world.app.db.read().await.unwrap();
        let all = "select (select jsonb_agg(to_jsonb(c)) from identity.api_clients c)::text
                       || (select jsonb_agg(to_jsonb(e)) from identity.audit_entries e)::text";
        sqlx::query_scalar(all).fetch_one(&mut *connection).await.unwrap()
    };
    assert!(!dump.contains(&made.client_secret) && !dump.contains(&HEXLOWER.encode(made.client_secret.as_bytes())));
    assert!(dump.contains(&HEXLOWER.encode(&Sha256::digest(made.client_secret.as_bytes()))), "only its hash is kept");
    let audited = format!(
        "select count(*) from identity.audit_entries where action = 'create_api_client' and actor = 'operator:local'
            and subject_id = '{}' and details->>'jurisdiction' = 'agency:3273'",
        made.client_id
    );
    assert_eq!(world.count(&audited).await, 1);
    let other = create(&world, "3273", "SIMPEG Kota Bandung").await.unwrap();
    assert_ne!((other.client_id, other.client_secret), (made.client_id, made.client_secret));
}

#[tokio::test]
async fn a_client_is_nobody_at_the_peoples_door() {
    let world = World::new("create_client_no_person").await;
    let made = create(&world, "3273", "SIMPEG").await.unwrap();
    assert_eq!(reason(world.sign_in(&made.client_id, &made.client_secret).await), "SIGN_IN_REFUSED");
}

#[tokio::test]
async fn a_broken_code_or_name_is_named_and_nothing_is_kept() {
    let world = World::new("create_client_fields").await;
    let long = "n".repeat(101);
    for (agency, name, field, rule) in [
        ("", "SIMPEG", "agency_code", "CODE_FORM"),
        ("Kota Bandung", "SIMPEG", "agency_code", "CODE_FORM"),
        ("3273", " ", "name", "TEXT_EMPTY"),
        ("3273", &long, "name", "TEXT_TOO_LONG"),
        ("3273", "SIM\u{202e}PEG", "name", "TEXT_BIDI"),
    ] {
        assert_eq!(broken_fields(create(&world, agency, name).await), [(field.to_owned(), rule.to_owned())]);
    }
    assert_eq!(world.count("select count(*) from identity.accounts").await, 0);
    let longest = "\u{1f418}".repeat(100);
    assert!(create(&world, "3273", &longest).await.is_ok());
}
