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

    /// Whether it goes on at this instant: from the opening until verification ends.
    pub(crate) fn goes_on(&self, now: OffsetDateTime) -> bool {
        self.opens_at <= now && now < self.verification_closes_at
    }

    /// The campaign whose place this one would take while it goes on, or that would take this one's place: at an instant from
    /// now on both would go on, and people of one of them would find nothing of theirs. The others are all there are besides.
    pub(crate) fn rival<'a>(&self, others: &'a [Self], now: OffsetDateTime) -> Option<&'a Self> {
        let openings = others.iter().chain([self]).map(|campaign| campaign.opens_at).filter(|opens_at| *opens_at > now);
        let mut instants = std::iter::once(now).chain(openings).filter(|instant| self.goes_on(*instant));
        instants.find_map(|instant| current(others, instant).filter(|other| other.goes_on(instant)))
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

/// The campaign that counts at this instant, of all there are: the one in which people register; else the one that goes on;
/// else the one that opened last; else the one that opens next.
pub(crate) fn current(campaigns: &[Campaign], now: OffsetDateTime) -> Option<&Campaign> {
    campaigns.iter().min_by_key(|campaign| {
        let opened = campaign.opens_at <= now;
        let away = (campaign.opens_at - now).abs();
        (campaign.check_open(now).is_err(), !campaign.goes_on(now), !opened, away)
    })
}

/// The same question when there may be no campaign at all.
pub(crate) fn open_campaign(campaign: Option<Campaign>, now: OffsetDateTime) -> Result<Campaign, NotOpen> {
    let campaign = campaign.ok_or(NotOpen::NotYet { opens_at: None })?;
    campaign.check_open(now)?;
    Ok(campaign)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
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

    /// A campaign of whole hours since the epoch, with the hours of its four dates.
    fn hours(code: u8, dates: [i64; 4]) -> Campaign {
        let [opens_at, registration_closes_at, submission_closes_at, verification_closes_at] =
            dates.map(|hour| OffsetDateTime::UNIX_EPOCH + Duration::hours(hour));
        let (code, name) = (format!("C{code}"), "Pendataan ulang".to_owned());
        Campaign { code, name, opens_at, registration_closes_at, submission_closes_at, verification_closes_at }
    }

    fn hour(hour: i64) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + Duration::hours(hour)
    }

    #[test]
    fn the_open_one_counts_then_the_one_that_goes_on_then_the_last_one_then_the_next_one() {
        let campaigns = [hours(1, [0, 10, 20, 30]), hours(2, [12, 14, 14, 14]), hours(3, [40, 50, 50, 50])];
        let code = |at| current(&campaigns, hour(at)).map(|campaign| campaign.code.as_str());
        for (at, counts) in
            [(-1, "C1"), (0, "C1"), (11, "C1"), (13, "C2"), (14, "C1"), (30, "C2"), (40, "C3"), (99, "C3")]
        {
            assert_eq!(code(at), Some(counts), "at {at}");
        }
        assert_eq!(current(&[], hour(0)), None);
    }

    #[test]
    fn a_second_campaign_is_named_with_its_rival() {
        let others = [hours(1, [0, 10, 20, 30])];
        let rival = |dates: [i64; 4], now| hours(2, dates).rival(&others, hour(now)).is_some();
        assert!(rival([5, 9, 9, 9], 6), "both are open now");
        assert!(rival([15, 40, 40, 40], 6), "it opens while the other goes on");
        assert!(rival([-5, -3, -3, 3], -4), "the other opens while it goes on");
        assert!(!rival([30, 40, 40, 40], 6), "nothing changes until it opens, and then the other is over");
        assert!(!rival([5, 9, 9, 9], 9), "it is over");
        assert!(!rival([-9, -8, -8, 0], -8), "it ends before the other opens");
        assert!(!rival([5, 9, 9, 9], 30), "the other is over");
    }

    fn some_campaign(code: u8) -> impl Strategy<Value = Campaign> {
        (0..40i64, 1..10i64, 0..10i64, 0..10i64).prop_map(move |(opens, first, second, third)| {
            hours(code, [opens, opens + first, opens + first + second, opens + first + second + third])
        })
    }

    proptest! {
        #[test]
        fn whoever_goes_on_counts_until_its_end_after_whatever_is_taken(
            mine in some_campaign(0), first in some_campaign(1), second in some_campaign(2), now in 0..60i64,
        ) {
            let mut kept = Vec::new();
            for campaign in [first, second, mine] {
                if campaign.rival(&kept, hour(now)).is_none() {
                    kept.push(campaign);
                }
            }
            for at in now..80 {
                let going_on: Vec<_> = kept.iter().filter(|campaign| campaign.goes_on(hour(at))).collect();
                prop_assert!(going_on.len() <= 1, "two go on at {at}: {going_on:?}");
                if let [only] = going_on.as_slice() {
                    prop_assert_eq!(current(&kept, hour(at)), Some(*only));
                }
            }
        }
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
