//! Asking a service.

use std::{future::Future, time::Duration};

use tonic::{Response, Status};

use crate::problem::Problem;

/// A little longer than the deadline that travels with the call: also waiting for a connection has an end.
const PATIENCE: Duration = Duration::from_secs(6);

/// Waits for the answer of one call.
///
/// # Errors
/// What the service refused; `UNAVAILABLE` when there is no answer.
pub(crate) async fn ask<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Problem> {
    ask_within(PATIENCE, call).await
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
