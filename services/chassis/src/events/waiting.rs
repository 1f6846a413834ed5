//! Events that must come again, and when that has gone on for too long.

use std::{collections::HashMap, time::Duration};

use tokio::time::Instant;
use uuid::Uuid;

use super::envelope::Heard;

/// How often a listener may refuse an event before it is parked.
const TRIES: u32 = 10;
/// How long an event may wait for its forerunner before it is parked.
const GAP_PATIENCE: Duration = Duration::from_secs(5 * 60);
/// Events of one publisher that may wait for their forerunners; more are parked at once. What waits comes again and again, and
/// the stream hands out no others when it has 1,000 to hear of: whoever invents versions would stop everybody's events.
const GAPS: usize = 200;
/// Refused events of one publisher that may wait as long as each alone would; the more there are beyond, the sooner each is parked.
/// An operator can apply it again, and a crowd that comes ten times would stop everybody's events as well.
const REFUSALS: u32 = 100;
/// How much of a body counts as one event more: what waits is given out before anything new, and large ones would leave no room.
const WEIGHT: usize = 16 * 1024;
/// Who waits comes again within seconds; who has not for so long was heard by another replica.
const COMES_AGAIN: Duration = Duration::from_secs(30);
/// Events that wait, at most. When there are as many, those are forgotten that have not come here again (another replica had
/// them); another one begins to wait when there is room.
const WAITING: usize = 10_000;

/// Why an event must come again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// The listener refused it.
    Refused,
    /// A statement took too long, after others had been in time so often. It is a refusal only where others were in time
    /// since it was late before: otherwise it is the database that is slow.
    Late(u64),
    /// Its forerunner has not come.
    Gap,
}

/// What is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It comes again, after so many refusals.
    Waits(u32),
    /// It has had its time: why it is parked, stable.
    Parks(&'static str),
}

/// An id is its publisher's own.
type Key = (Uuid, String);

fn key(event: &Heard) -> Key {
    (event.event_id, event.source().to_owned())
}

#[derive(Clone, Copy)]
struct Waiting {
    since: Instant,
    seen: Instant,
    /// It waits for its forerunner.
    gap: bool,
    /// For how many events it counts.
    weight: usize,
    refusals: u32,
    /// How often others had been in time when it was late.
    others_in_time: Option<u64>,
}

/// What a listener knows of those that wait, since when and how often: what the stream counts as deliveries includes outages, which
/// are no event's fault. What another replica had in the end is forgotten: see [`WAITING`].
#[derive(Default)]
pub(super) struct WaitingRoom(HashMap<Key, Waiting>);

impl WaitingRoom {
    /// An event has come that must come again.
    pub(super) fn again(&mut self, event: &Heard, reason: Reason) -> Verdict {
        let key = key(event);
        let crowded = reason == Reason::Gap && !self.0.contains_key(&key) && self.crowd(&key.1, true) >= GAPS;
        let tries = if reason == Reason::Refused { self.tries(&key.1) } else { TRIES };
        let waiting = self.count(key, reason, 1 + event.payload.len() / WEIGHT);
        match reason {
            Reason::Refused | Reason::Late(_) if waiting.refusals >= tries => Verdict::Parks("LISTENER_REFUSED"),
            Reason::Gap if crowded || waiting.since.elapsed() >= GAP_PATIENCE => Verdict::Parks("GAP"),
            _ => Verdict::Waits(waiting.refusals),
        }
    }

    /// It need not come again.
    pub(super) fn forget(&mut self, event: &Heard) {
        if !self.0.is_empty() {
            self.0.remove(&key(event));
        }
    }

    /// How many of a publisher wait for their forerunners, or else for their listener.
    fn crowd(&self, source: &str, gap: bool) -> usize {
        let waits = |kept: &Waiting| kept.gap == gap && kept.seen.elapsed() < COMES_AGAIN;
        self.0.iter().filter(|((_, of), kept)| of == source && waits(kept)).map(|(_, kept)| kept.weight).sum()
    }

    /// How often one of a publisher may be refused while so many others of it are.
    fn tries(&self, source: &str) -> u32 {
        let crowd = u32::try_from(self.crowd(source, false)).unwrap_or(u32::MAX);
        (TRIES * REFUSALS / crowd.max(REFUSALS)).max(1)
    }

    /// Where there is no room it waits as if it came for the first time.
    fn count(&mut self, key: Key, reason: Reason, weight: usize) -> Waiting {
        let (now, gap) = (Instant::now(), reason == Reason::Gap);
        if let Some(entry) = self.0.get_mut(&key) {
            (entry.seen, entry.gap) = (now, gap);
            match reason {
                Reason::Refused => entry.refusals += 1,
                Reason::Late(in_time) => {
                    let others = entry.others_in_time.replace(in_time).is_some_and(|before| before < in_time);
                    entry.refusals += u32::from(others);
                }
                Reason::Gap => {}
            }
            return *entry;
        }
        if self.0.len() >= WAITING {
            self.0.retain(|_, kept| kept.since.elapsed() < 2 * GAP_PATIENCE);
        }
        let others_in_time = if let Reason::Late(in_time) = reason { Some(in_time) } else { None };
        let refusals = u32::from(reason == Reason::Refused);
        let entry = Waiting { since: now, seen: now, gap, weight, refusals, others_in_time };
        if self.0.len() < WAITING {
            self.0.insert(key, entry);
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    fn event(number: usize, service: &str) -> Heard {
        Heard {
            event_id: Uuid::from_u128(number as u128),
            message_name: format!("epupns.{service}.v1.Happened"),
            aggregate: None,
            occurred_at: OffsetDateTime::UNIX_EPOCH,
            payload: Vec::new(),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_crowd_of_one_publisher_that_waits_for_forerunners_is_no_others_and_ends() {
        let mut room = WaitingRoom::default();
        for number in 0..GAPS {
            assert_eq!(room.again(&event(number, "helpdesk"), Reason::Gap), Verdict::Waits(0), "{number}");
        }
        let one_more = event(GAPS, "helpdesk");
        assert_eq!(room.again(&one_more, Reason::Gap), Verdict::Parks("GAP"));
        room.forget(&one_more);
        assert_eq!(room.again(&event(0, "registration"), Reason::Gap), Verdict::Waits(0), "others wait as they did");
        assert_eq!(room.again(&event(0, "helpdesk"), Reason::Refused), Verdict::Waits(1), "its forerunner came");
        assert_eq!(room.again(&one_more, Reason::Gap), Verdict::Waits(0), "one waits for itself: there is room");
        tokio::time::advance(COMES_AGAIN).await;
        assert_eq!(
            room.again(&event(GAPS + 1, "helpdesk"), Reason::Gap),
            Verdict::Waits(0),
            "another replica had them"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_a_forerunner_has_five_minutes() {
        let mut room = WaitingRoom::default();
        assert_eq!(room.again(&event(1, "helpdesk"), Reason::Gap), Verdict::Waits(0));
        tokio::time::advance(GAP_PATIENCE).await;
        assert_eq!(room.again(&event(1, "helpdesk"), Reason::Gap), Verdict::Parks("GAP"));
    }

    #[tokio::test(start_paused = true)]
    async fn large_ones_are_a_crowd_sooner() {
        let mut room = WaitingRoom::default();
        let large = |number| Heard { payload: vec![0; 50 * WEIGHT], ..event(number, "helpdesk") };
        for number in 0..4 {
            assert_eq!(room.again(&large(number), Reason::Gap), Verdict::Waits(0), "{number}");
        }
        assert_eq!(room.again(&large(4), Reason::Gap), Verdict::Parks("GAP"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_more_of_one_publisher_are_refused_the_sooner_each_is_parked() {
        let mut room = WaitingRoom::default();
        let refused = |room: &mut WaitingRoom, number, of| room.again(&event(number, of), Reason::Refused);
        for number in 0..REFUSALS as usize * 5 {
            assert_eq!(refused(&mut room, number, "helpdesk"), Verdict::Waits(1), "{number}");
        }
        assert_eq!(refused(&mut room, 0, "helpdesk"), Verdict::Parks("LISTENER_REFUSED"), "two of ten tries");
        assert_eq!(refused(&mut room, 0, "registration"), Verdict::Waits(1));
        for refusals in 2..TRIES {
            assert_eq!(refused(&mut room, 0, "registration"), Verdict::Waits(refusals), "others wait as they did");
        }
        assert_eq!(refused(&mut room, 0, "registration"), Verdict::Parks("LISTENER_REFUSED"));
        for number in 0..REFUSALS as usize * 5 {
            room.forget(&event(number, "helpdesk"));
        }
        assert_eq!(refused(&mut room, 0, "helpdesk"), Verdict::Waits(1));
        assert_eq!(refused(&mut room, 0, "helpdesk"), Verdict::Waits(2), "there is room again");
    }

    #[tokio::test(start_paused = true)]
    async fn what_waits_is_bounded_and_there_is_room_again_when_others_have_had_it() {
        let mut room = WaitingRoom::default();
        // Few of each publisher.
        let event = |number: usize| event(number, &format!("test{}", number / 50));
        for number in 0..WAITING {
            assert_eq!(room.again(&event(number), Reason::Refused), Verdict::Waits(1));
        }
        for _ in 0..3 {
            assert_eq!(room.again(&event(WAITING), Reason::Refused), Verdict::Waits(1), "no room to count");
        }
        assert_eq!(room.0.len(), WAITING);
        assert_eq!(room.again(&event(0), Reason::Refused), Verdict::Waits(2), "who waits goes on");
        tokio::time::advance(2 * GAP_PATIENCE).await;
        assert_eq!(room.again(&event(WAITING), Reason::Refused), Verdict::Waits(1));
        assert_eq!(room.again(&event(WAITING), Reason::Refused), Verdict::Waits(2));
        assert_eq!(room.0.len(), 1);
    }
}
