//! When what is possible.

use thiserror::Error;
use time::OffsetDateTime;

/// The longest name of a campaign, in code points.
const NAME: usize = 100;

/// A re-registration campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Campaign {
    /// 1 to 20 of `A-Z a-z 0-9 -`.
    pub(crate) code: String,
    /// For people.
    pub(crate) name: String,
    /// From then on registration is open.
    pub(crate) opens_at: OffsetDateTime,
    /// Then registration ends.
    pub(crate) registration_closes_at: OffsetDateTime,
    /// Then submission ends.
    pub(crate) submission_closes_at: OffsetDateTime,
    /// Then verification ends.
    pub(crate) verification_closes_at: OffsetDateTime,
}

/// Why nobody can register now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum NotOpen {
    /// There is no campaign, or it has not begun.
    #[error("registration is not open yet")]
    NotYet {
        /// When it begins, if that is known.
        opens_at: Option<OffsetDateTime>,
    },
    /// Registration has ended.
    #[error("registration has closed")]
    Closed {
        /// Since when.
        closed_at: OffsetDateTime,
    },
}

/// A rule that a campaign's data breaks, with the field that breaks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Name of the field in the message.
    pub(crate) field: &'static str,
    /// Stable code.
    pub(crate) rule: &'static str,
}

impl Campaign {
    /// Whether registration is open at this instant: from the opening, until just before the close.
    ///
    /// # Errors
    /// [`NotOpen`], with the date that people are told.
    pub(crate) fn check_open(&self, now: OffsetDateTime) -> Result<(), NotOpen> {
        if now < self.opens_at {
            Err(NotOpen::NotYet { opens_at: Some(self.opens_at) })
        } else if now >= self.registration_closes_at {
            Err(NotOpen::Closed { closed_at: self.registration_closes_at })
        } else {
            Ok(())
        }
    }

    /// Every rule that the data breaks.
    #[must_use]
    pub(crate) fn broken_rules(&self) -> Vec<Broken> {
        let code_fits = (1..=20).contains(&self.code.len())
            && self.code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let name = kernel::check_text(&self.name, NAME).err().map(|error| kernel::Coded::code(&error));
        [
            (!code_fits).then_some(("campaign.code", "CAMPAIGN_CODE")),
            name.map(|rule| ("campaign.name", rule)),
            (self.registration_closes_at <= self.opens_at)
                .then_some(("campaign.registration_closes_at", "CAMPAIGN_DATES")),
            (self.submission_closes_at < self.registration_closes_at)
                .then_some(("campaign.submission_closes_at", "CAMPAIGN_DATES")),
            (self.verification_closes_at < self.submission_closes_at)
                .then_some(("campaign.verification_closes_at", "CAMPAIGN_DATES")),
        ]
        .into_iter()
        .flatten()
        .map(|(field, rule)| Broken { field, rule })
        .collect()
    }
}

/// The same question when there may be no campaign at all.
pub(crate) fn open_campaign(campaign: Option<Campaign>, now: OffsetDateTime) -> Result<Campaign, NotOpen> {
    let campaign = campaign.ok_or(NotOpen::NotYet { opens_at: None })?;
    campaign.check_open(now)?;
    Ok(campaign)
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;

    fn campaign() -> Campaign {
        Campaign {
            code: "2026".to_owned(),
            name: "Pendataan ulang 2026".to_owned(),
            opens_at: datetime!(2026-09-01 00:00 +7),
            registration_closes_at: datetime!(2026-12-31 23:59 +7),
            submission_closes_at: datetime!(2027-01-31 23:59 +7),
            verification_closes_at: datetime!(2027-03-31 23:59 +7),
        }
    }

    #[test]
    fn registration_is_open_from_the_opening_until_the_close() {
        let campaign = campaign();
        let instant = Duration::microseconds(1);
        let not_yet = Err(NotOpen::NotYet { opens_at: Some(campaign.opens_at) });
        let closed = Err(NotOpen::Closed { closed_at: campaign.registration_closes_at });
        assert_eq!(campaign.check_open(campaign.opens_at - instant), not_yet);
        assert_eq!(campaign.check_open(campaign.opens_at), Ok(()));
        assert_eq!(campaign.check_open(campaign.registration_closes_at - instant), Ok(()));
        assert_eq!(campaign.check_open(campaign.registration_closes_at), closed);
    }

    #[test]
    fn without_a_campaign_registration_is_not_open_yet() {
        assert_eq!(open_campaign(None, campaign().opens_at), Err(NotOpen::NotYet { opens_at: None }));
    }

    #[test]
    fn every_broken_rule_of_a_campaign_is_named_at_once() {
        assert_eq!(campaign().broken_rules(), []);
        let mut broken = campaign();
        broken.code = "2026/1".to_owned();
        broken.name = " ".to_owned();
        broken.registration_closes_at = broken.opens_at;
        broken.verification_closes_at = broken.submission_closes_at - Duration::SECOND;
        let named: Vec<_> = broken.broken_rules().iter().map(|broken| (broken.field, broken.rule)).collect();
        assert_eq!(
            named,
            [
                ("campaign.code", "CAMPAIGN_CODE"),
                ("campaign.name", "TEXT_EMPTY"),
                ("campaign.registration_closes_at", "CAMPAIGN_DATES"),
                ("campaign.verification_closes_at", "CAMPAIGN_DATES"),
            ]
        );
    }
}
