//! The contract between services: what `proto/epupns/**/*.proto` says, as Rust.
//!
//! Messages have no `Debug`: requests carry personal data and secrets, and what cannot be printed cannot leak.
#![allow(missing_docs, reason = "the documentation stands in the .proto files, which prost copies where it can")]
#![allow(clippy::all, reason = "generated")]

macro_rules! package {
    ($service:ident) => {
        pub mod $service {
            pub mod v1 {
                include!(concat!(env!("OUT_DIR"), "/epupns.", stringify!($service), ".v1.rs"));
            }
        }
    };
}

package!(agency);
package!(helpdesk);
package!(identity);
package!(operations);
package!(registration);
package!(reporting);
package!(verification);

/// The events between services by their full names, with the messages that stand in them.
mod events {
    include!(concat!(env!("OUT_DIR"), "/events.rs"));
}
pub use events::EVENTS;

/// The agencies' feed for programs of others, AsyncAPI 3: what `agency_feed.proto` says, with subjects and envelope.
pub const ASYNCAPI: &str = include_str!("../asyncapi.yaml");

/// Encoded `FileDescriptorSet` of the whole contract, for the house test.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.binpb"));
