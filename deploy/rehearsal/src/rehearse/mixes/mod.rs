//! The loads, one file each, in the order of the journey. Each takes people and gives back those who got through.

pub(super) mod confirmation;
pub(super) mod draft;
pub(super) mod registration;
pub(super) mod sign_in;
pub(super) mod status;
pub(super) mod submission;
pub(super) mod verification;
