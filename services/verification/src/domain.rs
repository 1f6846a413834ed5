//! States, rules, refusals: no async, no IO, no clock, no wire format.

pub(crate) mod decision;
pub(crate) mod item;
pub(crate) mod review;
