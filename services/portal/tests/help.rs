//! Tickets: opening one, looking where it stands, and officers who answer.

mod following;
mod officers;
mod opening;
mod stand_ins;

use axum::{body::Body, extract::Request};
use proto::{
    helpdesk::v1::helpdesk_service_server::HelpdeskServiceServer,
    registration::v1::{
        dossier_service_server::DossierServiceServer, registration_service_server::RegistrationServiceServer,
    },
};
use tonic::transport::Server;

use self::stand_ins::Counter;
use crate::{
    harness::{Answer, BROWSER, Portal, serve},
    stand_ins::{Registration, passport},
};

/// Somebody with a browser, and what helpdesk has seen.
struct Visitor {
    portal: Portal,
    counter: Counter,
    passport: Option<String>,
    language: &'static str,
}

impl Visitor {
    async fn stranger() -> Self {
        let counter = Counter::new();
        let helpdesk = serve(Server::builder().add_service(HelpdeskServiceServer::new(counter.clone()))).await;
        let registration = Server::builder()
            .add_service(RegistrationServiceServer::new(Registration))
            .add_service(DossierServiceServer::new(counter.clone()));
        let registration = serve(registration).await;
        let portal = Portal::among(|owners| {
            owners.registration = registration;
            owners.helpdesk = helpdesk;
        });
        Self { portal: portal.await, counter, passport: None, language: "id" }
    }

    async fn employee() -> Self {
        Self { passport: Some(passport("employee", "own")), ..Self::stranger().await }
    }

    async fn officer() -> Self {
        Self { passport: Some(passport("helpdesk", "nation")), ..Self::stranger().await }
    }

    async fn ask(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request.header("x-epupns-client", BROWSER).header("x-epupns-language", self.language);
        let request = match &self.passport {
            Some(passport) => request.header("epupns-passport", passport),
            None => request,
        };
        self.portal.ask(request, body).await
    }

    async fn look(&self, path: &str) -> Answer {
        self.ask(Request::get(path), Body::empty()).await
    }

    async fn send_with(&self, path: &str, token: &str, typed: &str) -> Answer {
        self.ask(Request::post(path), Body::from(format!("{typed}&form_token={token}"))).await
    }

    /// Sends the form of a page to where it is.
    async fn send(&self, path: &str, typed: &str) -> Answer {
        let token = self.look(path).await.token();
        self.send_with(path, &token, typed).await
    }
}
