//! What the two edges share and no owner needs. A crate of its own and not a module of chassis, for two reasons: a change of a
//! page's path or budget would rebuild five owners for nothing, and paths are words of the field, which chassis has none of.
//!
//! The gateway stands in front of the portal: what one tells the other stands here once, and each edge reads and writes it by
//! the same types. Neither edge spells a header or a cookie by itself; the test `house` sees to it.
//!
//! Beside the contract stands what both do alike: their door, and reading back what a service refused.

pub mod again;
pub mod cookie;
pub mod door;
pub mod path;
pub mod refusal;
pub mod served;
pub mod told;
pub mod typed;
pub mod wish;
