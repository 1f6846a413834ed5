//! What a refusal says.

use chassis::reason::reason_of;
use tonic::Status;
use tonic_types::StatusExt as _;

/// The reason of a refusal; `OK` when there was none. One without a reason is nothing that a service of ours says.
pub fn reason<T>(outcome: Result<T, Status>) -> String {
    match outcome {
        Ok(_) => "OK".to_owned(),
        Err(status) => reason_of(&status).unwrap_or_else(|| panic!("without a reason: {status}")),
    }
}

/// What is expected to be a refusal. Messages of the contract cannot be printed, so that `unwrap_err` is not to be had for them.
pub trait Refused {
    /// The refusal that a test expects.
    fn refused(self) -> Status;
}

impl<T> Refused for Result<T, Status> {
    fn refused(self) -> Status {
        match self {
            Ok(_) => panic!("was not refused"),
            Err(status) => status,
        }
    }
}

impl Refused for &Status {
    fn refused(self) -> Status {
        self.clone()
    }
}

/// The broken fields of a refusal, each with its rule.
pub fn broken_fields(refused: impl Refused) -> Vec<(String, String)> {
    let details = refused.refused().get_details_bad_request().expect("field violations");
    let rule = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    details.field_violations.iter().map(|broken| (broken.field.clone(), rule(&broken.description))).collect()
}
