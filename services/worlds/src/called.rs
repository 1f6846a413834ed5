//! Values of the contract cannot be printed; their names can.

use proto::{
    helpdesk::v1::TicketState,
    registration::v1::{RegistrationState, Stage},
    verification::v1::{ReviewState, Verdict},
};

/// A value with a name.
pub trait Called {
    /// The name, without what all of them begin with.
    fn called(self) -> &'static str;
}

macro_rules! called {
    ($($value:ty: $beginning:literal;)*) => {
        $(impl Called for $value {
            fn called(self) -> &'static str {
                self.as_str_name().trim_start_matches($beginning)
            }
        })*
    };
}

called! {
    RegistrationState: "REGISTRATION_STATE_";
    ReviewState: "REVIEW_STATE_";
    Stage: "STAGE_";
    TicketState: "TICKET_STATE_";
    Verdict: "VERDICT_";
}
