//! Values that must not reach a log.

/// Implements a `Debug` that shows the type and nothing of the value.
macro_rules! masked_debug {
    ($type:ident) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(***)"))
            }
        }
    };
}

pub(crate) use masked_debug;
