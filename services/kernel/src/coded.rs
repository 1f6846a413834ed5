//! What every refusal of the kernel has in common.

/// A refusal with a name that programs may rely on.
///
/// The text of the error is for people and may be reworded; the code is part of the public contract.
pub trait Coded: std::error::Error {
    /// Stable `UPPER_SNAKE` name of the field and the rule that it broke, e.g. `NIP_LENGTH`.
    fn code(&self) -> &'static str;
}
