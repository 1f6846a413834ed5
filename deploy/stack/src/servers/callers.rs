//! Servers of the caller's own: used where they are, never started, stopped or cleared of what is not ours.

pub(super) mod nats;
pub(super) mod redis;

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Result, bail};

use crate::url_place::place;

/// Which servers the caller has; what is not named is started privately.
#[derive(Clone, Default)]
pub struct Callers {
    /// `postgres://user:password@host:port` of a superuser, PostgreSQL 15 or newer.
    pub postgres_url: Option<String>,
    /// `redis://:password@host:port` of a Redis 7 or newer, or Valkey.
    pub redis_url: Option<String>,
    /// A NATS with our configuration.
    pub nats: Option<CallersNats>,
}

/// A NATS that runs the `nats.conf` that this installation wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallersNats {
    /// `nats://host:port`.
    pub url: String,
    /// `http://host:port` of its monitoring.
    pub monitor_url: String,
}

/// Where the configuration is written that a NATS of the caller's own is to run, and where it keeps its data unless the
/// caller chooses otherwise.
pub(crate) const NATS_HOME: &str = "callers-nats";

/// The variables that name them.
const POSTGRES: &str = "EPUPNS_POSTGRES_URL";
const REDIS: &str = "EPUPNS_REDIS_URL";
const NATS: &str = "EPUPNS_NATS_URL";
const NATS_MONITOR: &str = "EPUPNS_NATS_MONITOR_URL";

/// Set in the shell of an operator: the addresses there are those of an installation, and no servers of the caller's own.
pub(crate) const OPERATOR_ENV: &str = "EPUPNS_OPERATOR_ENV";

impl Callers {
    /// What the environment names.
    ///
    /// # Errors
    /// When it names one half of a NATS only.
    pub fn from_env() -> Result<Self> {
        Self::from(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    fn from(variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let nats = match (variable(NATS), variable(NATS_MONITOR)) {
            (Some(url), Some(monitor_url)) => Some(CallersNats { url, monitor_url }),
            (None, None) => None,
            (Some(_), None) if variable(OPERATOR_ENV).is_some() => None,
            (Some(_), None) => {
                bail!("{NATS} is set and {NATS_MONITOR} is not\nremedy: set both to use a NATS of your own, or none")
            }
            (None, Some(_)) => bail!("{NATS_MONITOR} is set and {NATS} is not\nremedy: set both, or none"),
        };
        Ok(Self { postgres_url: variable(POSTGRES), redis_url: variable(REDIS), nats })
    }

    /// Whether there are any.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.postgres_url.is_some() || self.redis_url.is_some() || self.nats.is_some()
    }

    /// Where the data are: `host:port` of what is the caller's, by name; of Redis nothing is expected.
    pub(crate) fn places(&self) -> BTreeMap<String, String> {
        let place_of = |url: Option<&str>| url.map_or_else(|| "private".to_owned(), |url| place(url).to_owned());
        BTreeMap::from([
            ("PostgreSQL".to_owned(), place_of(self.postgres_url.as_deref())),
            ("NATS".to_owned(), place_of(self.nats.as_ref().map(|nats| nats.url.as_str()))),
        ])
    }

    /// The three, for people.
    pub(crate) fn names(&self) -> String {
        let named = |name: &str, url: Option<&str>| match url {
            Some(url) => format!("your {name} at {}", place(url)),
            None => name.to_owned(),
        };
        format!(
            "{}, {} and {}",
            named("PostgreSQL", self.postgres_url.as_deref()),
            named("NATS", self.nats.as_ref().map(|nats| nats.url.as_str())),
            named(if self.redis_url.is_some() { "Redis" } else { "Valkey" }, self.redis_url.as_deref()),
        )
    }
}

/// URLs hold passwords.
impl fmt::Debug for Callers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callers")
            .field("postgres", &self.postgres_url.is_some())
            .field("redis", &self.redis_url.is_some())
            .field("nats", &self.nats)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(set: &[(&str, &str)]) -> Result<Callers> {
        Callers::from(|name| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn half_a_nats_is_refused_with_what_to_do() {
        assert!(of(&[]).unwrap().nats.is_none());
        let whole = of(&[(NATS, "nats://a:1"), (NATS_MONITOR, "http://a:2")]).unwrap();
        assert_eq!(whole.nats.unwrap().monitor_url, "http://a:2");
        // An operator's shell means another thing with it.
        assert!(of(&[(NATS, "nats://a:1"), (OPERATOR_ENV, "file")]).unwrap().nats.is_none());
        for half in [NATS, NATS_MONITOR] {
            assert!(of(&[(half, "x")]).unwrap_err().to_string().contains("remedy: set both"), "{half}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        let urls =
            [(POSTGRES, "postgres://root:hush@db:5432/x?sslmode=require"), (REDIS, "redis://:hush@cache:6379/2")];
        assert!(!format!("{:?}", of(&urls).unwrap()).contains("hush"));
    }
}
