use proto::registration::v1::Campaign;
use time::OffsetDateTime;

use crate::{
    dates::{instant, written},
    language::Language,
};

/// What is known of the campaign; `templates/kit/schedule.html` shows it.
pub(crate) enum Schedule {
    /// It could not be asked for.
    Unknown,
    /// None has been announced.
    None,
    /// Its dates.
    Known(Dates),
}

/// A campaign's dates for reading.
pub(crate) struct Dates {
    /// Name for people.
    pub name: String,
    /// The key of where registration stands today.
    pub today: &'static str,
    /// What happens when: the key of its name, and the date.
    pub rows: Vec<(&'static str, String)>,
}

impl Schedule {
    /// A campaign as it stands at `now`.
    #[must_use]
    pub(crate) fn of(campaign: Campaign, now: OffsetDateTime, language: Language) -> Self {
        let opens_at = instant(campaign.opens_at);
        let closes_at = instant(campaign.registration_closes_at);
        let (Some(opens_at), Some(closes_at)) = (opens_at, closes_at) else { return Self::Unknown };
        let today = if now < opens_at {
            "schedule-not-yet"
        } else if now < closes_at {
            "schedule-open"
        } else {
            "schedule-closed"
        };
        let moments = [
            ("schedule-opens", Some(opens_at)),
            ("schedule-closes", Some(closes_at)),
            ("schedule-submission-closes", instant(campaign.submission_closes_at)),
            ("schedule-verification-closes", instant(campaign.verification_closes_at)),
        ];
        let rows = moments.into_iter().filter_map(|(key, at)| Some((key, written(at?, language)))).collect();
        Self::Known(Dates { name: campaign.name, today, rows })
    }

    /// Whether registering is worth trying: where nothing is known, registration itself says.
    #[must_use]
    pub(crate) fn may_register(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::None => false,
            Self::Known(dates) => dates.today == "schedule-open",
        }
    }

    /// When submitting ends, if that is known.
    #[must_use]
    pub(crate) fn submission_closes(&self) -> Option<String> {
        let Self::Known(dates) = self else { return None };
        dates.rows.iter().find(|(key, _)| *key == "schedule-submission-closes").map(|(_, at)| at.clone())
    }

    /// One of each kind.
    #[cfg(test)]
    pub(crate) fn samples(language: Language) -> [Self; 3] {
        let at = |seconds| Some(prost_types::Timestamp { seconds, nanos: 0 });
        let campaign = Campaign {
            name: "PUPNS 2026".to_owned(),
            opens_at: at(1_767_200_400),
            registration_closes_at: at(1_798_736_400),
            ..Campaign::default()
        };
        [Self::of(campaign, OffsetDateTime::UNIX_EPOCH, language), Self::None, Self::Unknown]
    }
}
