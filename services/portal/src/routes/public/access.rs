//! Who has looked at one's data.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse as _, Response},
};
use chassis::grpc::ask;
use kernel::ServiceName;
use proto::identity::v1::ListAccessLogRequest;

use crate::{
    app::App,
    page::Page,
    pages::public::{Access, Look},
    routes::refusal,
    shell::Shell,
    visit::SignedIn,
};

const PAGE_SIZE: u32 = 50;
/// Where the list goes on; sealed by identity, and good for this person only.
const PLACE: &str = "lanjut";

/// `GET /akses`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, .. }: SignedIn, uri: Uri) -> Response {
    let mut query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let cursor = query.find(|(name, _)| name == PLACE).map(|(_, value)| value.into_owned()).unwrap_or_default();
    let later = !cursor.is_empty();
    let asked = async {
        let person = app.as_person(&visit, ServiceName::Identity).await?;
        let request = ListAccessLogRequest { page_size: PAGE_SIZE, cursor };
        ask(app.identity.clone().list_access_log(person.request(request))).await
    };
    match asked.await {
        Ok(page) => {
            let shell = Shell::of(&app.forms, &visit);
            let looks = page.entries.into_iter().map(|entry| Look::of(&shell, entry)).collect();
            let older = (!page.next_cursor.is_empty()).then(|| {
                let place: String = form_urlencoded::byte_serialize(page.next_cursor.as_bytes()).collect();
                format!("/akses?{PLACE}={place}")
            });
            Page(StatusCode::OK, Access { shell, looks, older, later }).into_response()
        }
        Err(status) => refusal(&app, &visit, &status),
    }
}
