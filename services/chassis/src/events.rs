//! Facts for other services: kept with their cause (outbox), published once or more (relay), applied once (inbox).

mod consumer;
mod discard;
mod durability;
mod envelope;
mod hearing;
mod inbox;
mod listener;
pub mod nats;
mod outbox;
mod parked;
mod prune;
mod reading;
mod relay;
mod replayed;
mod set_aside;
mod waiting;
mod written;

pub use self::{
    consumer::{FETCHED_BYTES, is_full, listen},
    discard::discard_parked,
    durability::{is_durable, observe_stream},
    envelope::{Aggregate, Heard},
    hearing::{Fate, Hearing},
    inbox::{Applied, apply, apply_all},
    listener::Listener,
    outbox::{Outbox, keep_partitions},
    parked::{Parked, Place, ReplayError, list_parked, replay_parked},
    prune::{Pruned, prune},
    relay::{Relay, relay},
    replayed::as_applied,
    set_aside::{Disagreement, SetAside, Suspect, count_set_aside, without_effect},
    written::written,
};

/// The stream of internal events.
pub const STREAM: &str = "EPUPNS";

/// What every internal subject starts with.
pub const SUBJECT_PREFIX: &str = "epupns.internal";
