//! Asking a service.

use std::{future::Future, time::Duration};

use chassis::grpc;
use tonic::{Response, Status};

use crate::problem::Problem;

/// Waits for the answer of one call, as long as is left for whoever asked.
///
/// # Errors
/// What the service refused; an outage when there is no answer.
pub(crate) async fn ask<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Problem> {
    Ok(grpc::ask(call).await?)
}

/// The same for a call that is allowed to take longer; its own deadline is set on the request.
///
/// # Errors
/// As [`ask`].
pub(crate) async fn ask_within<T>(
    patience: Duration,
    call: impl Future<Output = Result<Response<T>, Status>>,
) -> Result<T, Problem> {
    match tokio::time::timeout(patience, call).await {
        Ok(answer) => Ok(answer?.into_inner()),
        Err(_) => Err(Problem::unavailable()),
    }
}
