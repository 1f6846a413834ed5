//! An employee's form: filling in, saving, submitting, looking at it afterwards.

mod fill_in;
mod submit;

use axum::{body::Body, extract::Request};
use proto::{
    registration::v1::{
        dossier_service_server::DossierServiceServer, registration_service_server::RegistrationServiceServer,
    },
    verification::v1::verification_service_server::VerificationServiceServer,
};
use tonic::transport::Server;

use crate::{
    harness::{Answer, BROWSER, Portal, serve},
    stand_ins::{Registration, dossier::Book, passport},
};

/// An employee with a browser.
struct Employee {
    portal: Portal,
    book: Book,
    language: &'static str,
}

impl Employee {
    async fn new() -> Self {
        let book = Book::new();
        let registration = Server::builder()
            .add_service(RegistrationServiceServer::new(Registration))
            .add_service(DossierServiceServer::new(book.clone()));
        let registration = serve(registration).await;
        let verification = Server::builder().add_service(VerificationServiceServer::new(book.clone()));
        let verification = serve(verification).await;
        let portal = Portal::among(|owners| {
            owners.registration = registration;
            owners.verification = verification;
        });
        Self { portal: portal.await, book, language: "id" }
    }

    async fn look(&self, path: &str) -> Answer {
        let request = Request::get(path).header("x-epupns-client", BROWSER);
        let request = request.header("x-epupns-language", self.language);
        self.portal.ask(request.header("epupns-passport", passport("employee", "own")), Body::empty()).await
    }

    async fn send_with(&self, path: &str, token: &str, typed: &str) -> Answer {
        let request = Request::post(path).header("x-epupns-client", BROWSER);
        let request = request.header("x-epupns-language", self.language);
        let body = Body::from(format!("{typed}&form_token={token}"));
        self.portal.ask(request.header("epupns-passport", passport("employee", "own")), body).await
    }

    /// Sends the form of a page to where it is.
    async fn send(&self, path: &str, typed: &str) -> Answer {
        let token = self.look(path).await.token();
        self.send_with(path, &token, typed).await
    }

    /// Looks where an answer leads.
    async fn follow(&self, answer: &Answer) -> Answer {
        assert_eq!(answer.status, 303, "{}", answer.html);
        self.look(answer.header("location").split('#').next().unwrap()).await
    }
}

/// What stands in the row of a field.
fn row<'a>(page: &'a Answer, key: &str) -> &'a str {
    let (_, rest) = page.html.split_once(&format!("id=\"baris-{key}\"")).unwrap();
    rest.split_once("</tr>").unwrap().0
}
