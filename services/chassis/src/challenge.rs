//! Challenges at the edges: whoever could grind solves one, and is then good for five tries.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;
use proto::identity::v1::{ChallengePurpose, RedeemChallengeRequest, identity_service_client::IdentityServiceClient};
use redis::Script;
use serde::Deserialize;
use tonic::{Code, Status};

use crate::{
    ambient::Clock,
    grpc::{Upstream, ask, outgoing},
    passport::KeySet,
    reason::Refusal,
    redis::Redis,
};

/// How often a receipt may be used; a typo must not cost a new challenge.
const USES: u32 = 5;
/// How long a receipt lasts; its count is kept as long.
const LIFETIME: Duration = Duration::from_secs(600);
/// Receipts counted at once while Redis is away. Past it the least used are forgotten.
const COUNTED_ALONE: u64 = 200_000;

const COUNT: &str = r"
local uses = redis.call('INCR', KEYS[1])
if uses == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return uses";

/// What somebody shows instead of a challenge.
pub enum Shown<'a> {
    /// A proof of work, or the receipt of an earlier one.
    Solution(&'a str),
    /// A picture's sealed challenge, and what was read in it.
    Image {
        /// As identity issued it.
        challenge: &'a str,
        /// As typed.
        code: &'a str,
    },
}

/// What is left of a solved challenge: opens the same door a few times more.
#[derive(Clone)]
pub struct Receipt(String);

impl Receipt {
    /// As it goes back to the client.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a receipt says.
#[derive(Deserialize)]
struct Claims {
    jti: String,
}

/// Redeems solutions, checks and counts receipts.
pub struct Challenges {
    identity: IdentityServiceClient<Upstream>,
    keys: Arc<KeySet>,
    clock: Clock,
    redis: Redis,
    count: Script,
    alone: Cache<String, u32>,
}

impl Challenges {
    /// Counts in Redis, together with every other edge, and alone while it is away.
    #[must_use]
    pub fn new(identity: IdentityServiceClient<Upstream>, keys: Arc<KeySet>, clock: Clock, redis: Redis) -> Self {
        let alone = Cache::builder().max_capacity(COUNTED_ALONE).time_to_live(LIFETIME).build();
        Self { identity, keys, clock, redis, count: Script::new(COUNT), alone }
    }

    /// Takes what is shown for a purpose, and counts one use.
    ///
    /// # Errors
    /// `CHALLENGE_*`; `UNAVAILABLE` before identity's keys are known; identity's refusals of a solution, or no answer of identity's.
    pub async fn admit(&self, shown: Shown<'_>, purpose: ChallengePurpose) -> Result<Receipt, Status> {
        let receipt = match shown {
            Shown::Solution(text) if is_token(text) => text.to_owned(),
            shown => self.redeem(shown, purpose).await?,
        };
        // A process that has just started cannot judge yet: what somebody has solved is not lost by that.
        if !self.keys.is_loaded() {
            let away = Refusal::new(Code::Unavailable, "UNAVAILABLE", "signing keys are not known yet");
            return Err(away.retry_after(Duration::from_secs(1)).into());
        }
        let claims = self.keys.verify_as::<Claims>(&receipt, audience(purpose), self.clock.now());
        let claims = claims.map_err(|_| refused("CHALLENGE_EXPIRED"))?;
        if self.used(&claims.jti).await > USES {
            return Err(refused("CHALLENGE_EXHAUSTED"));
        }
        Ok(Receipt(receipt))
    }

    async fn redeem(&self, shown: Shown<'_>, purpose: ChallengePurpose) -> Result<String, Status> {
        let mut request = RedeemChallengeRequest { purpose: purpose.into(), ..RedeemChallengeRequest::default() };
        match shown {
            Shown::Solution(solution) => solution.clone_into(&mut request.solution),
            Shown::Image { challenge, code } => {
                challenge.clone_into(&mut request.image_challenge);
                code.clone_into(&mut request.image_code);
            }
        }
        Ok(ask(self.identity.clone().redeem_challenge(outgoing(request))).await?.receipt)
    }

    /// Counts one use, this one included.
    async fn used(&self, id: &str) -> u32 {
        let mut script = self.count.prepare_invoke();
        script.key(format!("epupns:receipt:{id}")).arg(u64::try_from(LIFETIME.as_millis()).unwrap_or(u64::MAX));
        // Counted here as well: Redis going away does not make a used receipt new.
        let entry = self.alone.entry(id.to_owned());
        let uses = entry.and_upsert_with(async |found| found.map_or(1, |entry| entry.into_value() + 1)).await;
        let alone = uses.into_value();
        let script = &script;
        let together = self.redis.ask(|mut redis| async move { script.invoke_async::<u32>(&mut redis).await }).await;
        together.map_or(alone, |together| together.max(alone))
    }
}

fn refused(reason: &'static str) -> Status {
    Refusal::new(Code::FailedPrecondition, reason, "a receipt is good for ten minutes and five uses").into()
}

fn audience(purpose: ChallengePurpose) -> &'static str {
    match purpose {
        ChallengePurpose::Registration => "challenge:registration",
        ChallengePurpose::Status => "challenge:status",
        ChallengePurpose::Recovery => "challenge:recovery",
        ChallengePurpose::Helpdesk => "challenge:helpdesk",
        // No receipt is made out to it.
        ChallengePurpose::Unspecified => "challenge:",
    }
}

/// A solution is base64 JSON, which has no dots; a receipt is a JWT, which has two.
fn is_token(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'.').count() == 2
}
