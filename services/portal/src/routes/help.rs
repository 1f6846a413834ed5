//! Help: tickets of those who are stuck, and the officers who answer them.

mod agencies;
mod desk;
mod inbox;
mod kinds;
mod list;
mod new_ticket;
mod own;
mod resolve;
mod status;
mod ticket;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::App;

/// The routes of the group.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/bantuan", get(kinds::show))
        // The type stands in the path, so that it stays when the language or the challenge is changed.
        .route("/bantuan/baru", get(kinds::lead))
        .route("/bantuan/baru/{kind}", get(new_ticket::show).post(new_ticket::send))
        .route("/bantuan/status", get(status::ask_for).post(status::show))
        .route("/bantuan/saya", get(own::show))
        .route("/petugas/tiket", get(inbox::show).post(inbox::search))
        .route("/petugas/tiket/{ticket}", get(ticket::show).post(resolve::send))
        .route("/petugas/tiket/{ticket}/ambil", post(ticket::claim).get(ticket::back))
}
