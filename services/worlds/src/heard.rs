//! Events as listeners get them.

use chassis::{
    ambient::{Clock, new_id},
    events::{Aggregate, Heard},
};
use prost::Name;
use uuid::Uuid;

/// An event that happens now, of an aggregate's version; of none for batches.
pub fn event<M: Name>(clock: &Clock, message: &M, of: Option<(Uuid, i64)>) -> Heard {
    Heard {
        event_id: new_id(clock),
        message_name: M::full_name(),
        aggregate: of.map(|(id, version)| Aggregate { id, version }),
        occurred_at: clock.now(),
        payload: message.encode_to_vec(),
    }
}
