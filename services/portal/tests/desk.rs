//! The officers' desk.

mod confirmations;
mod identity;
mod pages;
mod reviews;
mod stand_ins;

use axum::{body::Body, extract::Request};
use portal::Owners;
use proto::{
    identity::v1::identity_service_server::IdentityServiceServer,
    registration::v1::registration_service_server::RegistrationServiceServer,
    reporting::v1::reporting_service_server::ReportingServiceServer,
    verification::v1::verification_service_server::VerificationServiceServer,
};
use tonic::transport::Server;

use self::{identity::DeskIdentity, stand_ins::Desk};
use crate::{
    harness::{Answer, BROWSER, Portal, nobody, serve},
    stand_ins::passport,
};

/// An officer in front of the portal, and what the services behind it have seen.
struct Officer {
    portal: Portal,
    desk: Desk,
    passport: String,
}

impl Officer {
    async fn of(role: &str, jurisdiction: &str) -> Self {
        let desk = Desk::default();
        let registration = Server::builder().add_service(RegistrationServiceServer::new(desk.clone()));
        let verification = Server::builder().add_service(VerificationServiceServer::new(desk.clone()));
        let reporting = Server::builder().add_service(ReportingServiceServer::new(desk.clone()));
        let owners = Owners {
            identity: serve(Server::builder().add_service(IdentityServiceServer::new(DeskIdentity))).await,
            registration: serve(registration).await,
            verification: serve(verification).await,
            helpdesk: nobody(),
            reporting: serve(reporting).await,
        };
        Self { portal: Portal::of(owners), desk, passport: passport(role, jurisdiction) }
    }

    async fn verifier() -> Self {
        Self::of("verifier_1", "unit:A501").await
    }

    async fn get(&self, path: &str) -> Answer {
        self.portal.get(path, Some(&self.passport)).await
    }

    /// Sends what is typed in the last form of a page.
    async fn send(&self, page: &Answer, path: &str, typed: &str) -> Answer {
        let request = Request::post(path).header("x-epupns-client", BROWSER).header("epupns-passport", &self.passport);
        self.portal.ask(request, Body::from(format!("{typed}&form_token={}", page.token()))).await
    }
}

fn assert_leads_to(answer: &Answer, path: &str) {
    assert_eq!((answer.status, answer.headers.get("location").and_then(|at| at.to_str().ok())), (303, Some(path)));
}
