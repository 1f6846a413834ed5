use proto::reporting::v1::GetStatisticsResponse;

use crate::{
    dates::{instant, written},
    language::Language,
    numbers::{grouped, percent, permille},
};

/// How far the nation is, in words and bars.
pub(crate) struct Progress {
    /// All active employees.
    pub employees: String,
    /// What they have done, most of them first.
    pub steps: Vec<Step>,
    /// When the numbers were right, if that is known.
    pub as_of: Option<String>,
}

/// How many have taken a step.
pub(crate) struct Step {
    /// The key of its name.
    pub key: &'static str,
    /// How many.
    pub count: String,
    /// Which part of all.
    pub share: String,
    /// The length of its bar, of a hundred.
    pub width: String,
}

impl Progress {
    /// The numbers for reading; none before anybody is counted.
    #[must_use]
    pub(crate) fn of(statistics: &GetStatisticsResponse, language: Language) -> Option<Self> {
        let nation = statistics.nation.as_ref().filter(|nation| nation.employees > 0)?;
        let under_review = nation.at_skpd + nation.at_bkd + nation.at_kanreg_bkn;
        let steps = [
            ("nation-registered", nation.registered),
            ("nation-confirmed", nation.confirmed),
            ("nation-submitted", under_review + nation.r#final),
            ("nation-final", nation.r#final),
        ];
        let step = |(key, count)| {
            let part = permille(count, nation.employees);
            let width = format!("{}.{}", part / 10, part % 10);
            Step { key, count: grouped(count, language), share: percent(part, language), width }
        };
        Some(Self {
            employees: grouped(nation.employees, language),
            steps: steps.into_iter().map(step).collect(),
            as_of: instant(statistics.as_of).map(|at| written(at, language)),
        })
    }

    /// With and without a date, and none.
    #[cfg(test)]
    pub(crate) fn samples(language: Language) -> [Option<Self>; 3] {
        let nation = proto::reporting::v1::Counts {
            employees: 4_600_000,
            registered: 4_600_000,
            confirmed: 3,
            ..Default::default()
        };
        let as_of = Some(prost_types::Timestamp { seconds: 1_798_736_400, nanos: 0 });
        let dated = GetStatisticsResponse { nation: Some(nation), campaign_code: String::new(), as_of };
        let undated = GetStatisticsResponse { as_of: None, ..dated.clone() };
        [Self::of(&dated, language), Self::of(&undated, language), None]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_divided_by_nobody() {
        assert!(Progress::of(&GetStatisticsResponse::default(), Language::Indonesian).is_none());
        let empty = GetStatisticsResponse { nation: Some(Default::default()), ..Default::default() };
        assert!(Progress::of(&empty, Language::Indonesian).is_none());
    }

    #[test]
    fn who_has_final_status_has_submitted_too() {
        let nation = proto::reporting::v1::Counts {
            employees: 10,
            registered: 9,
            confirmed: 8,
            at_skpd: 1,
            at_bkd: 1,
            at_kanreg_bkn: 1,
            returned: 1,
            r#final: 2,
            ..Default::default()
        };
        let statistics = GetStatisticsResponse { nation: Some(nation), ..Default::default() };
        let progress = Progress::of(&statistics, Language::English).unwrap();
        let shown: Vec<_> = progress.steps.iter().map(|step| (step.count.as_str(), step.width.as_str())).collect();
        assert_eq!(shown, [("9", "90.0"), ("8", "80.0"), ("5", "50.0"), ("2", "20.0")]);
    }
}
