use chassis::wire::timestamp;
use proto::identity::v1::{SignInRequest, SignInResponse, TotpTicket, sign_in_response::Next};
use tonic::{Request, Status};

use super::render::{session, sign_in_refused};
use crate::app::{
    App,
    sign_in::{SignIn, SignedIn},
};

pub(super) async fn sign_in(app: &App, request: Request<SignInRequest>) -> Result<SignInResponse, Status> {
    let SignInRequest { login, password, client_key, address_key } = request.into_inner();
    let command = SignIn { login, password: password.into(), client_key, address_key };
    let next = match app.sign_in(command).await.map_err(sign_in_refused)? {
        SignedIn::Session(bearer) => Next::Session(session(&bearer)),
        SignedIn::Ticket { ticket, expires_at } => {
            Next::TotpTicket(TotpTicket { ticket, expires_at: Some(timestamp(expires_at)) })
        }
    };
    Ok(SignInResponse { next: Some(next) })
}
