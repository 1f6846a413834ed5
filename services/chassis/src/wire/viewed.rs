//! Somebody was shown personal data of others: the same words in the message of each owner that shows some.

use prost_types::Timestamp;
use proto::{helpdesk, registration, verification};

/// What such a message tells.
#[derive(Clone, Debug)]
pub struct Viewed {
    /// Who looked.
    pub viewer_id: String,
    /// At whom; at most 100.
    pub subject_ids: Vec<String>,
    /// What of them was shown.
    pub field_group: String,
    /// What for.
    pub purpose: String,
    /// When.
    pub viewed_at: Option<Timestamp>,
}

macro_rules! said_as {
    ($($message:ty),* $(,)?) => {
        $(impl From<Viewed> for $message {
            fn from(viewed: Viewed) -> Self {
                let Viewed { viewer_id, subject_ids, field_group, purpose, viewed_at } = viewed;
                Self { viewer_id, subject_ids, field_group, purpose, viewed_at }
            }
        }

        impl From<$message> for Viewed {
            fn from(message: $message) -> Self {
                type Message = $message;
                let Message { viewer_id, subject_ids, field_group, purpose, viewed_at } = message;
                Self { viewer_id, subject_ids, field_group, purpose, viewed_at }
            }
        })*
    };
}

said_as!(registration::v1::PersonalDataViewed, verification::v1::PersonalDataViewed, helpdesk::v1::PersonalDataViewed,);
