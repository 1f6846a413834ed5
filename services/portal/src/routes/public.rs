//! Pages for everybody.

mod access;
mod card;
mod documents;
mod front;
mod home;
mod register;
mod register_secrets;
mod schedule;
mod sign_in;
mod status;

use std::sync::Arc;

use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};

use crate::app::App;

/// The routes of the group.
pub(crate) fn routes() -> Router<Arc<App>> {
    let to = |path: &'static str| move || async move { Redirect::to(path) };
    Router::new()
        .route("/", get(front::show))
        .route("/daftar", get(register::show).post(register::look_up))
        // What comes out of a form is looked at again by its first page.
        .route("/daftar/lengkapi", get(register_secrets::start_over).post(register_secrets::register))
        .route("/daftar/cetak", get(to("/kartu")).post(documents::print))
        .route("/status", get(status::ask_for).post(status::show))
        .route("/kartu", get(documents::show).post(documents::reprint))
        .route("/cek-kartu", get(card::ask_for).post(card::check))
        .route("/beranda", get(home::show))
        .route("/akses", get(access::show))
        .route("/masuk", get(sign_in::show).post(sign_in::first_factor))
        .route("/masuk/kode", get(to("/masuk")).post(sign_in::second_factor))
        .route("/keluar", post(sign_in::leave))
}
