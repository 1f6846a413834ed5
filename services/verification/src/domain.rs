//! States, rules, refusals: no async, no IO, no clock, no wire format.

pub mod claim;
pub mod decision;
pub mod item;
pub mod rehearsal;
pub mod review;
