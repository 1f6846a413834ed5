//! One measured goal.

/// A figure, by itself or beside a limit.
#[derive(Debug)]
pub(crate) struct Row {
    /// As the rehearsal's report names it.
    pub(crate) id: &'static str,
    /// What the system did; `None` when that could not be measured.
    pub(crate) figure: Option<f64>,
    /// What the machine can do with nothing of ours in between.
    pub(crate) limit: Option<f64>,
    /// What else must be known; without a figure: why.
    pub(crate) note: String,
}

impl Row {
    /// A figure and what it is divided by.
    pub(crate) fn of(id: &'static str, figure: f64, limit: f64, note: impl Into<String>) -> Self {
        Self { id, figure: Some(figure), limit: Some(limit), note: note.into() }
    }

    /// A figure that is bounded by itself.
    pub(crate) fn bounded(id: &'static str, figure: f64, note: impl Into<String>) -> Self {
        Self { id, figure: Some(figure), limit: None, note: note.into() }
    }
}
