//! What can be typed, one verb a file: arguments, call, what is printed. The work is done elsewhere.

pub(crate) mod invent;
pub(crate) mod purge;
pub(crate) mod run;
