//! How much of what may be tried.

use std::time::Duration;

use chassis::budget::Budget;

/// What a kind of attempt is measured by. All budgets that it falls under must have room, or none is touched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Short name: part of the keys.
    pub(crate) name: &'static str,
    /// Of one address, over all accounts and all devices that never got into them: whoever invents devices stays one
    /// client. An office with one address still gets in, as successes are given back.
    pub(crate) address: Budget,
    /// Of one account, over all devices that never got in.
    pub(crate) stranger: Budget,
    /// Of one account and one device that got in before, instead of the other two: nobody else can use it up.
    pub(crate) known: Budget,
}

/// First factor: sign-in and the reprint's password check share it.
pub(crate) const PASSWORD: Limits = Limits {
    name: "password",
    address: Budget { burst: 30, interval: Duration::from_secs(2) },
    stranger: Budget { burst: 10, interval: Duration::from_secs(15) },
    known: Budget { burst: 10, interval: Duration::from_secs(10) },
};

/// Second factor: whoever tries it has given the right password.
pub(crate) const TOTP: Limits = Limits {
    name: "totp",
    address: Budget { burst: 20, interval: Duration::from_secs(3) },
    stranger: Budget { burst: 5, interval: Duration::from_secs(30) },
    known: Budget { burst: 5, interval: Duration::from_secs(30) },
};

/// A program's secret, which nobody guesses: only so much that nonsense costs us little, and a program that starts in many
/// copies at once gets in.
pub(crate) const CLIENT: Limits = Limits {
    name: "api_client",
    address: Budget { burst: 60, interval: Duration::from_secs(1) },
    stranger: Budget { burst: 30, interval: Duration::from_secs(2) },
    known: Budget { burst: 60, interval: Duration::from_secs(1) },
};
