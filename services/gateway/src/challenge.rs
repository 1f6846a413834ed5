//! Proof of work before what a machine could grind: a challenge is solved once and then good for five tries.

use std::{sync::Arc, time::Duration};

use chassis::{ambient::Clock, grpc::outgoing, passport::KeySet};
use moka::future::Cache;
use proto::identity::v1::{ChallengePurpose, RedeemChallengeRequest, identity_service_client::IdentityServiceClient};
use redis::Script;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{problem::Problem, shared::Shared, upstream::ask};

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

/// What a challenge opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Look-up and registration.
    Registration,
    /// Status by registration number.
    Status,
    /// Lost password, lost number.
    Recovery,
    /// Opening or looking up a ticket.
    Helpdesk,
}

impl Purpose {
    /// As the contract between services names it.
    #[must_use]
    pub fn wire(self) -> ChallengePurpose {
        match self {
            Self::Registration => ChallengePurpose::Registration,
            Self::Status => ChallengePurpose::Status,
            Self::Recovery => ChallengePurpose::Recovery,
            Self::Helpdesk => ChallengePurpose::Helpdesk,
        }
    }

    fn audience(self) -> &'static str {
        match self {
            Self::Registration => "challenge:registration",
            Self::Status => "challenge:status",
            Self::Recovery => "challenge:recovery",
            Self::Helpdesk => "challenge:helpdesk",
        }
    }
}

/// What is left of a solved challenge; goes back with every answer.
#[derive(Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Receipt(String);

impl Receipt {
    /// A refusal that keeps the receipt usable.
    pub fn on(&self, problem: Problem) -> Problem {
        problem.with_receipt(&self.0)
    }
}

/// What a receipt says.
#[derive(Deserialize)]
struct Claims {
    jti: String,
}

/// Redeems solutions, checks and counts receipts.
pub struct Challenges {
    identity: IdentityServiceClient<chassis::grpc::Upstream>,
    keys: Arc<KeySet>,
    clock: Clock,
    shared: Shared,
    count: Script,
    alone: Cache<String, u32>,
}

impl Challenges {
    /// Counts in Redis, and alone while it is away.
    #[must_use]
    pub fn new(
        identity: IdentityServiceClient<chassis::grpc::Upstream>,
        keys: Arc<KeySet>,
        clock: Clock,
        shared: Shared,
    ) -> Self {
        let alone = Cache::builder().max_capacity(COUNTED_ALONE).time_to_live(LIFETIME).build();
        Self { identity, keys, clock, shared, count: Script::new(COUNT), alone }
    }

    /// Takes what stands in a field `challenge`: a solution, or the receipt of an earlier one.
    ///
    /// # Errors
    /// `CHALLENGE_*`; identity's refusals of a solution.
    pub async fn admit(&self, text: &str, purpose: Purpose) -> Result<Receipt, Problem> {
        let receipt = if is_token(text) { text.to_owned() } else { self.redeem(text, purpose).await? };
        let claims = self.keys.verify_as::<Claims>(&receipt, purpose.audience(), self.clock.now());
        let claims = claims.map_err(|_| Problem::new("CHALLENGE_EXPIRED"))?;
        if self.used(&claims.jti).await > USES {
            return Err(Problem::new("CHALLENGE_EXHAUSTED"));
        }
        Ok(Receipt(receipt))
    }

    async fn redeem(&self, solution: &str, purpose: Purpose) -> Result<String, Problem> {
        let request = RedeemChallengeRequest { solution: solution.to_owned(), purpose: purpose.wire().into() };
        Ok(ask(self.identity.clone().redeem_challenge(outgoing(request))).await?.receipt)
    }

    /// Counts one use, this one included.
    async fn used(&self, id: &str) -> u32 {
        let mut script = self.count.prepare_invoke();
        script.key(format!("epupns:gateway:receipt:{id}")).arg(u64::try_from(LIFETIME.as_millis()).unwrap_or(u64::MAX));
        // Counted here as well: Redis going away does not make a used receipt new.
        let entry = self.alone.entry(id.to_owned());
        let uses = entry.and_upsert_with(async |found| found.map_or(1, |entry| entry.into_value() + 1)).await;
        let alone = uses.into_value();
        self.shared.run::<u32>(&script).await.map_or(alone, |together| together.max(alone))
    }
}

/// A solution is base64 JSON, which has no dots; a receipt is a JWT, which has two.
fn is_token(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'.').count() == 2
}
