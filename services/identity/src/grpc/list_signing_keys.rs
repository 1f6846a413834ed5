use proto::identity::v1::{ListSigningKeysRequest, ListSigningKeysResponse};
use tonic::{Request, Status};

use crate::app::App;

pub(super) async fn list_signing_keys(
    app: &App,
    _: Request<ListSigningKeysRequest>,
) -> Result<ListSigningKeysResponse, Status> {
    Ok(ListSigningKeysResponse { jwks_json: app.signer.jwks_json().to_owned() })
}
