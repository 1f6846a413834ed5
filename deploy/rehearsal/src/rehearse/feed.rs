//! Delays that a service tells of itself: histograms on the operators' port, read before and after the load.

use std::{collections::BTreeMap, time::Duration};

use anyhow::Context as _;
use serde::Serialize;

/// From the commit of a fact until it stands in an agency's feed. Rehearsed facts stand in none: others' do.
const FEED_DELAY: &str = "epupns_agency_feed_delay_seconds";
/// From the commit of an event until reporting has counted it.
const LISTENER_LAG: &str = "epupns_listener_lag_seconds";
const ANSWERS_WITHIN: Duration = Duration::from_secs(5);

/// Both histograms at one moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Snapshot {
    feed: Histogram,
    lag: Histogram,
}

/// What happened between two moments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Delays {
    /// At most so many seconds for 99 in 100 facts; `None` when there were none.
    pub(super) feed_p99_seconds: Option<f64>,
    /// At most so many seconds for 99 in 100 events; `None` when there were none.
    pub(super) lag_p99_seconds: Option<f64>,
}

/// Counts below each bound, added up over all labels.
#[derive(Clone, Debug, Default, PartialEq)]
struct Histogram(BTreeMap<u64, f64>);

impl Snapshot {
    /// Reads `/metrics` at `http://host:port`.
    pub(super) async fn take(ops: &str) -> anyhow::Result<Self> {
        let remedy = "remedy: name reporting's operators' port, e.g. http://127.0.0.1:9105";
        let client = reqwest::Client::builder().no_proxy().timeout(ANSWERS_WITHIN).build()?;
        let url = format!("{}/metrics", ops.trim_end_matches('/'));
        let answer = client.get(&url).send().await.and_then(reqwest::Response::error_for_status);
        let text = answer.with_context(|| format!("reading {url}\n{remedy}"))?.text().await?;
        Ok(Self { feed: Histogram::read(&text, FEED_DELAY), lag: Histogram::read(&text, LISTENER_LAG) })
    }

    /// What was added since an earlier one.
    pub(super) fn since(&self, earlier: &Self) -> Delays {
        Delays {
            feed_p99_seconds: self.feed.since(&earlier.feed).p99(),
            lag_p99_seconds: self.lag.since(&earlier.lag).p99(),
        }
    }
}

impl Histogram {
    /// The buckets of one metric in Prometheus' text format.
    fn read(text: &str, name: &str) -> Self {
        let mut buckets = BTreeMap::new();
        let bucket = format!("{name}_bucket{{");
        for line in text.lines().filter_map(|line| line.strip_prefix(&bucket)) {
            let Some((labels, count)) = line.rsplit_once("} ") else { continue };
            let bound = labels.split("le=\"").nth(1).and_then(|rest| rest.split('"').next());
            let bound = bound.and_then(|bound| if bound == "+Inf" { Some(f64::INFINITY) } else { bound.parse().ok() });
            if let (Some(bound), Ok(count)) = (bound, count.trim().parse::<f64>()) {
                // Positive numbers sort like their bits.
                *buckets.entry(f64::to_bits(bound)).or_default() += count;
            }
        }
        Self(buckets)
    }

    fn since(&self, earlier: &Self) -> Self {
        let before = |bound| earlier.0.get(bound).copied().unwrap_or(0.0);
        // A program that started anew counts from nothing.
        Self(self.0.iter().map(|(bound, count)| (*bound, (count - before(bound)).max(0.0))).collect())
    }

    /// The bound of the bucket in which the 99th of a hundred lies.
    fn p99(&self) -> Option<f64> {
        let all = self.0.values().copied().fold(0.0, f64::max);
        let bound = self.0.iter().find(|(_, count)| **count >= all * 0.99).map(|(bound, _)| f64::from_bits(*bound));
        bound.filter(|_| all > 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# TYPE epupns_listener_lag_seconds histogram
epupns_listener_lag_seconds_bucket{schema=\"reporting\",le=\"0.1\"} 90
epupns_listener_lag_seconds_bucket{schema=\"reporting\",le=\"1\"} 99
epupns_listener_lag_seconds_bucket{schema=\"reporting\",le=\"+Inf\"} 100
epupns_listener_lag_seconds_sum{schema=\"reporting\"} 12
epupns_listener_lag_seconds_count{schema=\"reporting\"} 100
epupns_agency_feed_delay_seconds_bucket{le=\"0.1\",agency=\"a\"} 1
";

    #[test]
    fn a_p99_is_the_bound_that_holds_99_of_100() {
        let histogram = Histogram::read(TEXT, LISTENER_LAG);
        assert_eq!(histogram.p99(), Some(1.0));
        assert_eq!(Histogram::read(TEXT, FEED_DELAY).p99(), Some(0.1));
        assert_eq!(Histogram::read(TEXT, "epupns_other_seconds").p99(), None);
    }

    #[test]
    fn only_what_was_added_meanwhile_counts() {
        let before = Histogram::read(TEXT, LISTENER_LAG);
        let more = TEXT.replace("} 90", "} 190").replace("} 99\n", "} 199\n").replace("} 100\n", "} 200\n");
        let after = Histogram::read(&more, LISTENER_LAG);
        assert_eq!(after.since(&before).p99(), Some(0.1));
        assert_eq!(before.since(&before).p99(), None);
    }
}
