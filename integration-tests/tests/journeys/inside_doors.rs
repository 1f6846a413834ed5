//! The doors behind the public one: no certificate, no call; a certificate opens what its row says and nothing else; no role
//! of the database sees another service's schema.

use std::time::Duration;

use integration_tests::World;
use proto::registration::v1::{
    CheckRegistrationStatusRequest, FindEmployeeRequest, GetCampaignRequest, OpenImportRequest,
    registration_service_client::RegistrationServiceClient,
};
use stack::{Leaf, Program};
use tonic::{
    Code, Request, Status,
    transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity},
};

async fn channel(world: &World, shown: Option<Leaf>) -> Result<Channel, tonic::transport::Error> {
    let read = |path| std::fs::read(path).unwrap();
    let ca = Certificate::from_pem(read(world.stack.pki.operator().ca));
    let mut tls = ClientTlsConfig::new().ca_certificate(ca).domain_name("registration.epupns.svc");
    if let Some(leaf) = shown {
        tls = tls.identity(Identity::from_pem(read(leaf.certificate), read(leaf.key)));
    }
    Endpoint::from_shared(world.stack.wiring.address(Program::Registration))?.tls_config(tls)?.connect().await
}

fn reason(status: &Status) -> (Code, String) {
    (status.code(), chassis::reason::reason_of(status).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inner_doors_open_only_as_their_rows_say() {
    let world = World::start().await;
    let pki = &world.stack.pki;

    // Without a certificate of ours, not even the handshake's first answer comes.
    let campaign = || Request::new(GetCampaignRequest {});
    match channel(&world, None).await {
        Ok(stranger) => assert!(RegistrationServiceClient::new(stranger).get_campaign(campaign()).await.is_err()),
        Err(error) => println!("refused at the handshake: {error}"),
    }

    let mut gateway = RegistrationServiceClient::new(channel(&world, Some(pki.of(Program::Gateway))).await.unwrap());
    assert!(gateway.get_campaign(campaign()).await.is_ok());
    let import = gateway.open_import(OpenImportRequest::default()).await.map(|_| ()).unwrap_err();
    assert_eq!(reason(&import), (Code::PermissionDenied, "PEER_NOT_PERMITTED".to_owned()));
    let found = gateway.find_employee(FindEmployeeRequest::default()).await.map(|_| ()).unwrap_err();
    assert_eq!(reason(&found), (Code::PermissionDenied, "PEER_NOT_PERMITTED".to_owned()));
    // A certificate is no person: the gateway cannot confirm by itself.
    let confirm = gateway.confirm_registrations(Request::new(Default::default())).await.map(|_| ()).unwrap_err();
    assert_eq!(reason(&confirm), (Code::Unauthenticated, "PASSPORT_INVALID".to_owned()));

    let mut operator = RegistrationServiceClient::new(channel(&world, Some(pki.operator())).await.unwrap());
    let status = CheckRegistrationStatusRequest { registration_number: "C8Y9GVRP".to_owned() };
    let status = operator.check_registration_status(status).await.map(|_| ()).unwrap_err();
    assert_eq!(reason(&status), (Code::PermissionDenied, "PEER_NOT_PERMITTED".to_owned()));

    // Nobody's time left: nothing is begun.
    let mut late = campaign();
    late.set_timeout(Duration::ZERO);
    let late = gateway.get_campaign(late).await.map(|_| ()).unwrap_err();
    assert!(matches!(late.code(), Code::DeadlineExceeded | Code::Cancelled), "{late:?}");

    no_grant_crosses_schemas(&world).await;
    world.stop().await;
}

async fn no_grant_crosses_schemas(world: &World) {
    let crossing: Vec<String> = sqlx::query_scalar(
        "select format('%s may %s %s.%s', grantee, privilege_type, table_schema, table_name)
         from information_schema.role_table_grants
         where table_schema in ('identity', 'registration', 'verification', 'helpdesk', 'reporting')
           and grantee !~ ('^' || table_schema || '_(owner|migrator|app)$')
         union all
         select format('%s may execute %s.%s', grantee, routine_schema, routine_name)
         from information_schema.role_routine_grants
         where routine_schema in ('identity', 'registration', 'verification', 'helpdesk', 'reporting')
           and grantee !~ ('^' || routine_schema || '_(owner|migrator|app)$')",
    )
    .fetch_all(&world.superuser)
    .await
    .unwrap();
    assert!(crossing.is_empty(), "grants across schemas: {crossing:#?}");
    let rewritable: i64 = sqlx::query_scalar(
        "select count(*) from information_schema.role_table_grants
         where table_name in ('audit_entries', 'audit_seals') and grantee like '%\\_app' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')",
    )
    .fetch_one(&world.superuser)
    .await
    .unwrap();
    assert_eq!(rewritable, 0, "the audit trail can only be appended to");
}
