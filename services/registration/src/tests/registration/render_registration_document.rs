//! Card and form for whoever proves to be the person.

use proto::registration::v1::{
    NipAndPassword, RegistrationDocument, RenderRegistrationDocumentRequest, RenderRegistrationDocumentResponse,
    render_registration_document_request::Proof,
};
use time::Duration;
use tonic::Status;

use crate::tests::{
    fixtures::Someone,
    harness::{Refused as _, World, broken_fields, public, reason},
    recorder::Behaviour,
};

async fn render(
    world: &World,
    document: RegistrationDocument,
    proof: Option<Proof>,
) -> Result<RenderRegistrationDocumentResponse, Status> {
    let request = RenderRegistrationDocumentRequest {
        document: document.into(),
        proof,
        client_key: "device-1".to_owned(),
        address_key: "address-1".to_owned(),
    };
    Ok(world.client.clone().render_registration_document(public(request)).await?.into_inner())
}

fn password(nip: &str, password: &str) -> Option<Proof> {
    Some(Proof::NipAndPassword(NipAndPassword { nip: nip.into(), password: password.into() }))
}

#[tokio::test]
async fn a_documents_token_prints_both_papers_for_half_an_hour() {
    let world = World::new("render_token").await;
    let request = world.prepared(Someone::Teacher).await;
    let answer = world.register(request).await.unwrap();
    let number = answer.registration.unwrap().registration_number;
    let token = Some(Proof::DocumentsToken(answer.documents_token));
    for (document, name) in [(RegistrationDocument::Card, "kartu"), (RegistrationDocument::Form, "formulir")] {
        let paper = render(&world, document, token.clone()).await.unwrap();
        assert!(paper.pdf.starts_with(b"%PDF-"));
        assert_eq!(paper.file_name, format!("{name}-registrasi-{number}.pdf"));
    }
    world.app.clock.turn(Duration::minutes(30));
    assert_eq!(reason(render(&world, RegistrationDocument::Card, token).await), "DOCUMENTS_TOKEN_EXPIRED");
    let forged = Some(Proof::DocumentsToken("forged".into()));
    assert_eq!(reason(render(&world, RegistrationDocument::Card, forged).await), "DOCUMENTS_TOKEN_INVALID");
}

#[tokio::test]
async fn a_reprint_takes_the_right_password_and_tells_nobody_which_nip_is_registered() {
    let world = World::new("render_password").await;
    world.registered(Someone::Teacher).await;
    let right = password(&Someone::Teacher.nip(), "kuda putih di atas awan");
    assert!(render(&world, RegistrationDocument::Card, right).await.is_ok());
    let asked = world.accounts.asked().len();
    let wrong = render(&world, RegistrationDocument::Card, password(&Someone::Teacher.nip(), "x")).await.refused();
    let unknown = render(&world, RegistrationDocument::Card, password(&Someone::Nurse.nip(), "x")).await.refused();
    assert_eq!(reason::<()>(Err(wrong.clone())), "PASSWORD_WRONG");
    let shown = |status: &Status| (status.code(), status.message().to_owned(), status.details().to_vec());
    assert_eq!(shown(&wrong), shown(&unknown));
    assert_eq!(world.accounts.asked().len(), asked + 2, "an unknown NIP takes the same work");
    render(&world, RegistrationDocument::Card, password(&Someone::Nurse.nip(), "x")).await.refused();
    let asked = world.accounts.asked();
    assert_eq!(asked[asked.len() - 1], asked[asked.len() - 2], "and the same throttle each time");
}

#[tokio::test]
async fn what_is_missing_from_a_request_is_named() {
    let world = World::new("render_fields").await;
    let status = render(&world, RegistrationDocument::Unspecified, None).await.refused();
    let expected = [("document".into(), "DOCUMENT_UNKNOWN".into()), ("proof".into(), "PROOF_REQUIRED".into())];
    assert_eq!(broken_fields(&status), expected);
    let status = render(&world, RegistrationDocument::Card, password("1", "x")).await.refused();
    assert_eq!(broken_fields(&status), [("nip".into(), "NIP_LENGTH".into())]);
}

#[tokio::test]
async fn while_identity_does_not_answer_a_reprint_can_be_tried_again() {
    let world = World::new("render_away").await;
    world.registered(Someone::Teacher).await;
    world.accounts.next(Behaviour::IsAway);
    let right = password(&Someone::Teacher.nip(), "kuda putih di atas awan");
    assert_eq!(reason(render(&world, RegistrationDocument::Card, right.clone()).await), "UNAVAILABLE");
    assert!(render(&world, RegistrationDocument::Card, right).await.is_ok());
}
