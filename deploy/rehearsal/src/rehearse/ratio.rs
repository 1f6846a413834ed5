//! One goal of PERFORMANCE.md, section 3, and how near a run came to it.

use serde::Serialize;

/// One goal, and how near this run came to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Ratio {
    /// Stable name.
    pub(super) id: &'static str,
    /// Numerator and denominator, or what is bounded.
    pub(super) what: &'static str,
    /// The numerator, or what is bounded; null when nothing was measured.
    pub(super) figure: Option<f64>,
    /// The denominator, mean of before and after; null without one.
    pub(super) limit: Option<f64>,
    /// With the denominator of before the load alone.
    pub(super) before: Option<f64>,
    /// With that of after it alone.
    pub(super) after: Option<f64>,
    /// What is compared with the goal: the ratio, or the figure where nothing divides it.
    pub(super) value: Option<f64>,
    /// `at_least` or `at_most`.
    pub(super) goal: Better,
    /// Of the goal.
    pub(super) bound: f64,
    /// How it compares.
    pub(super) verdict: Verdict,
    /// Why nothing was measured; null when something was.
    pub(super) reason: Option<&'static str>,
}

/// On which side of the bound a value is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Better {
    AtLeast,
    AtMost,
}

/// How a value compares with its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// Reached.
    Ok,
    /// Not reached.
    Below,
    /// See the reason.
    NotMeasured,
}

/// A goal: on which side of what.
#[derive(Clone, Copy)]
pub(super) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

/// A limit that was measured twice.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    pub(super) before: f64,
    pub(super) after: f64,
    /// Of both.
    pub(super) mean: f64,
}

impl Limit {
    /// What is the more the better, e.g. a rate.
    pub(super) fn new(before: f64, after: f64) -> Self {
        Self { before, after, mean: f64::midpoint(before, after) }
    }

    /// The same in another unit.
    pub(super) fn map(self, unit: impl Fn(f64) -> f64) -> Self {
        Self { before: unit(self.before), after: unit(self.after), mean: unit(self.mean) }
    }
}

impl Ratio {
    /// A figure by a limit.
    pub(super) fn of(
        id: &'static str,
        what: &'static str,
        goal: Goal,
        measured: Option<(f64, Limit)>,
        reason: &'static str,
    ) -> Self {
        let by = |limit: fn(&Limit) -> f64| measured.map(|(figure, of)| figure / limit(&of).max(1e-6));
        Self {
            figure: measured.map(|(figure, _)| figure),
            limit: measured.map(|(_, limit)| limit.mean),
            before: by(|limit| limit.before),
            after: by(|limit| limit.after),
            ..Self::bounded(id, what, goal, by(|limit| limit.mean), reason)
        }
    }

    /// A figure by itself.
    pub(super) fn bounded(
        id: &'static str,
        what: &'static str,
        goal: Goal,
        value: Option<f64>,
        reason: &'static str,
    ) -> Self {
        let (better, bound) = match goal {
            Goal::AtLeast(bound) => (Better::AtLeast, bound),
            Goal::AtMost(bound) => (Better::AtMost, bound),
        };
        let reached = |value: f64| if better == Better::AtLeast { value >= bound } else { value <= bound };
        let verdict = match value.map(reached) {
            None => Verdict::NotMeasured,
            Some(true) => Verdict::Ok,
            Some(false) => Verdict::Below,
        };
        let reason = value.is_none().then_some(reason);
        Self {
            id,
            what,
            figure: value,
            limit: None,
            before: None,
            after: None,
            value,
            goal: better,
            bound,
            verdict,
            reason,
        }
    }
}
