//! Five times the load that the machine bears: an open loop, whose requests are due whether those before are answered or not.
//! Sign-ins, and one registration in four while there are people left.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use integration_tests::{Citizen, World};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{feed_delay::Registered, options::Options, p99, row::Row, say};

/// One request in so many is a registration.
const REGISTRATIONS: usize = 4;
const TIMES: f64 = 5.0;
/// Clients that find the peak.
const CLIENTS: usize = 16;

/// Requests that can be sent: sign-ins without end, registrations as long as there are people.
struct Mix {
    registered: Vec<Registered>,
    fresh: Vec<(Citizen, Value)>,
    next: AtomicUsize,
    taken: AtomicUsize,
}

/// How one request ended, and after how long.
#[derive(Clone, Copy)]
struct Ended {
    status: u16,
    milliseconds: f64,
    hashes: f64,
}

impl Mix {
    async fn send(&self, due: Instant) -> Ended {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let fresh =
            number.is_multiple_of(REGISTRATIONS).then(|| self.fresh.get(self.taken.fetch_add(1, Ordering::Relaxed)));
        let (answer, hashes) = match fresh.flatten() {
            Some((citizen, form)) => (citizen.door.try_post("/v1/registrations", form, Some(&citizen.key)).await, 2.0),
            None => {
                let (citizen, login) = &self.registered[number % self.registered.len()];
                let body = json!({ "login": login, "password": integration_tests::PASSWORD });
                (citizen.door.try_post("/v1/sessions", &body, None).await, 1.0)
            }
        };
        let status = answer.map_or(0, |answer| answer.status.as_u16());
        Ended { status, milliseconds: due.elapsed().as_secs_f64() * 1000.0, hashes }
    }
}

/// Goodput in hashes, which sign-ins and registrations share, beside the peak; and how fast the rest was refused.
pub(crate) async fn five_times(world: &World, options: &Options, registered: Vec<Registered>) -> Vec<Row> {
    say("five times the load");
    // Their agencies have not looked at them yet; that is no part of this.
    sqlx::raw_sql("update identity.accounts set state = 'open' where state = 'awaiting_confirmation'")
        .execute(&world.superuser)
        .await
        .unwrap();
    let mut fresh = Vec::new();
    for employee in world.employees.iter().skip(registered.len()) {
        let citizen = Citizen::new(world.door(), employee.clone());
        let token = citizen.look_up().await;
        if token.status.is_success() {
            let form = citizen.form(&token.text("lookup_token"));
            fresh.push((citizen, form));
        }
    }
    let people = fresh.len();
    let mix = Arc::new(Mix { registered, fresh, next: AtomicUsize::new(0), taken: AtomicUsize::new(0) });
    let lasts = Duration::from_secs(options.seconds.into());
    let (peak, per_second) = peak(&mix, lasts).await;
    let cpu = cpu_seconds();
    let began = Instant::now();
    let ended = open_loop(&mix, per_second * TIMES, lasts).await;
    let whole = began.elapsed();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as f64;
    let share = cpu_seconds().zip(cpu).map_or(0.0, |(after, before)| (after - before) / whole.as_secs_f64() / cores);
    let good: Vec<Ended> = ended.iter().copied().filter(|ended| (200..300).contains(&ended.status)).collect();
    let refused: Vec<f64> =
        ended.iter().filter(|ended| matches!(ended.status, 429 | 503)).map(|ended| ended.milliseconds).collect();
    let others = ended.len() - good.len() - refused.len();
    let goodput = good.iter().map(|ended| ended.hashes).sum::<f64>() / whole.as_secs_f64().max(1e-6);
    let inside = p99(good.iter().map(|ended| ended.milliseconds).collect());
    let note = format!(
        "hashes/s; {} sent, {} done (p99 {inside:.0} ms), {} refused, {others} neither; {people} could register; generator \
         {:.0} % of all cores",
        ended.len(),
        good.len(),
        refused.len(),
        share * 100.0
    );
    let refusals = if refused.is_empty() {
        crate::why("overload_refused_p99", "nothing was refused")
    } else {
        Row::bounded("overload_refused_p99", p99(refused.clone()), format!("{} refusals", refused.len()))
    };
    vec![Row::of("overload", goodput, peak, note), refusals]
}

/// Hashes and requests a second that clients reach who wait for their answers.
async fn peak(mix: &Arc<Mix>, lasts: Duration) -> (f64, f64) {
    let began = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let mix = mix.clone();
        clients.spawn(async move {
            let (mut hashes, mut requests) = (0.0, 0.0);
            while began.elapsed() < lasts {
                let ended = mix.send(Instant::now()).await;
                if (200..300).contains(&ended.status) {
                    (hashes, requests) = (hashes + ended.hashes, requests + 1.0);
                }
            }
            (hashes, requests)
        });
    }
    let sums = clients.join_all().await.into_iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let seconds = began.elapsed().as_secs_f64();
    (sums.0 / seconds, sums.1 / seconds)
}

/// Sends at a pace, whatever comes back.
async fn open_loop(mix: &Arc<Mix>, per_second: f64, lasts: Duration) -> Vec<Ended> {
    let began = Instant::now();
    let mut sent = JoinSet::new();
    for place in 0_u32.. {
        let due = began + Duration::from_secs_f64(f64::from(place) / per_second.max(1.0));
        if due > began + lasts {
            break;
        }
        tokio::time::sleep_until(due.into()).await;
        let mix = mix.clone();
        sent.spawn(async move { mix.send(due).await });
    }
    sent.join_all().await
}

/// Processor time of this process so far.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((user + system) / 100.0)
}
