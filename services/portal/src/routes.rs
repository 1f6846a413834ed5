//! Which page answers which path.

mod information;
mod sign_in;

use std::sync::Arc;

use axum::{
    Router,
    http::{StatusCode, header},
    middleware,
    response::IntoResponse,
    routing::{get, post},
};

use crate::{app::App, page::Page, pages::Notice, visitor::Visitor};

const STYLE: &str = include_str!("../assets/portal.css");

/// The portal.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(information::front))
        .route("/daftar", get(information::register))
        .route("/status", get(information::status))
        .route("/beranda", get(information::home))
        .route("/masuk", get(sign_in::form).post(sign_in::first_factor))
        .route("/masuk/kode", post(sign_in::second_factor))
        .route("/keluar", post(sign_in::leave))
        .route("/aset/portal.css", get(style))
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .with_state(app)
        .layer(middleware::from_fn(chassis::http::observed))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=300")], STYLE)
}

async fn not_found(Visitor(person): Visitor) -> Page<Notice> {
    let notice = Notice {
        signed_in: person.is_some(),
        heading: ("Halaman tidak ditemukan", "Page not found"),
        advice: (
            "Periksa kembali alamatnya, atau kembali ke halaman depan.",
            "Check the address, or go to the front page.",
        ),
    };
    Page(StatusCode::NOT_FOUND, notice)
}
