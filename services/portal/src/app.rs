//! What every page is made from.

use std::{sync::Arc, time::Duration};

use chassis::{
    ambient::Clock,
    challenge::{Challenges, Receipt, Shown},
    grpc::{Upstream, ask, outgoing, outgoing_as, shared},
    passport::KeySet,
    reason::Refusal,
    redis::Redis,
    vault::MasterKey,
};
use kernel::ServiceName;
use moka::future::Cache;
use proto::{
    helpdesk::v1::{ListTicketTypesRequest, TicketType, helpdesk_service_client::HelpdeskServiceClient},
    identity::v1::{ChallengePurpose, ExchangePassportRequest, identity_service_client::IdentityServiceClient},
    registration::v1::{
        Campaign, GetCampaignRequest, dossier_service_client::DossierServiceClient,
        registration_service_client::RegistrationServiceClient,
    },
    reporting::v1::{GetStatisticsRequest, GetStatisticsResponse, reporting_service_client::ReportingServiceClient},
    verification::v1::verification_service_client::VerificationServiceClient,
};
use sha2::{Digest as _, Sha256};
use tonic::{Code, Request, Status};
use uuid::Uuid;

use crate::{
    form::{FormKey, Posted},
    recognition::Recognition,
    visit::Visit,
};

/// A passport lasts 60 s, also the one it was exchanged for.
const PASSPORT_KEPT: Duration = Duration::from_secs(45);
const PASSPORTS_KEPT: u64 = 100_000;
/// Longer than people click twice, shorter than a receipt lasts.
const RECEIPT_KEPT: Duration = Duration::from_secs(120);
const RECEIPTS_KEPT: u64 = 100_000;
/// What everybody sees is asked for once in this time, however many look.
const SHARED_FOR: Duration = Duration::from_secs(5);
/// Types of tickets change with a new row, which is rare.
const TYPES_FOR: Duration = Duration::from_secs(60);
/// The front page is worth showing without its numbers.
const NUMBERS_WITHIN: Duration = Duration::from_secs(2);
/// A card or form is some 100 KB.
const MOST_DOCUMENT: usize = 8 * 1024 * 1024;

/// The portal's parts. It owns nothing.
pub struct App {
    /// Sign-in, challenges, the access log.
    pub identity: IdentityServiceClient<Upstream>,
    /// The campaign, registrations and their confirmation.
    pub registration: RegistrationServiceClient<Upstream>,
    /// Dossiers and reference tables; registration's too.
    pub dossiers: DossierServiceClient<Upstream>,
    /// Reviews of submitted dossiers.
    pub verification: VerificationServiceClient<Upstream>,
    /// Tickets.
    pub helpdesk: HelpdeskServiceClient<Upstream>,
    /// Numbers of the nation and of jurisdictions.
    pub reporting: ReportingServiceClient<Upstream>,
    /// Identity's public keys.
    pub keys: Arc<KeySet>,
    /// Time.
    pub clock: Clock,
    pub(crate) recognition: Recognition,
    pub(crate) forms: FormKey,
    challenges: Challenges,
    ticket_types: Cache<(), Arc<[TicketType]>>,
    passports: Cache<(String, ServiceName), String>,
    receipts: Cache<(Uuid, [u8; 32]), Receipt>,
    campaigns: Cache<(), Option<Campaign>>,
    statistics: Cache<(), Option<GetStatisticsResponse>>,
}

/// The owners, as channels that connect when used.
#[derive(Clone)]
pub struct Owners {
    /// Accounts, sessions, challenges.
    pub identity: Upstream,
    /// Registrations, dossiers, reference tables.
    pub registration: Upstream,
    /// Reviews.
    pub verification: Upstream,
    /// Tickets.
    pub helpdesk: Upstream,
    /// Progress.
    pub reporting: Upstream,
}

impl App {
    /// Puts the parts together. `form_key` seals what every form carries.
    #[must_use]
    pub fn new(owners: Owners, form_key: &MasterKey, redis: Redis, clock: Clock) -> Arc<Self> {
        let Owners { identity, registration, verification, helpdesk, reporting } = owners;
        let identity = IdentityServiceClient::new(identity);
        let keys = Arc::<KeySet>::default();
        Arc::new(Self {
            recognition: Recognition::new(keys.clone(), clock.clone(), identity.clone()),
            challenges: Challenges::new(identity.clone(), keys.clone(), clock.clone(), redis),
            dossiers: DossierServiceClient::new(registration.clone()),
            registration: RegistrationServiceClient::new(registration).max_decoding_message_size(MOST_DOCUMENT),
            verification: VerificationServiceClient::new(verification),
            helpdesk: HelpdeskServiceClient::new(helpdesk),
            reporting: ReportingServiceClient::new(reporting),
            ticket_types: Cache::builder().time_to_live(TYPES_FOR).build(),
            forms: FormKey::new(form_key, clock.clone()),
            passports: Cache::builder().max_capacity(PASSPORTS_KEPT).time_to_live(PASSPORT_KEPT).build(),
            receipts: Cache::builder().max_capacity(RECEIPTS_KEPT).time_to_live(RECEIPT_KEPT).build(),
            campaigns: Cache::builder().time_to_live(SHARED_FOR).build(),
            statistics: Cache::builder().time_to_live(SHARED_FOR).build(),
            identity,
            keys,
            clock,
        })
    }

    /// The right to ask one owner as the visitor.
    ///
    /// # Errors
    /// `SESSION_REQUIRED`; `PASSPORT_INVALID` when the session has ended; `UNAVAILABLE` when nobody could be asked who it is;
    /// identity gives no answer.
    pub(crate) async fn as_person(&self, visit: &Visit, audience: ServiceName) -> Result<AsPerson, Status> {
        if let Some(again) = visit.unknown {
            let away = Refusal::new(Code::Unavailable, "UNAVAILABLE", "nobody could be asked who it is");
            return Err(away.retry_after(again).into());
        }
        let Some(passport) = visit.passport.clone() else {
            return Err(Refusal::new(Code::Unauthenticated, "SESSION_REQUIRED", "nobody is signed in").into());
        };
        let mut identity = self.identity.clone();
        let request = ExchangePassportRequest { passport: passport.clone(), audience: audience.as_str().to_owned() };
        let exchange = async move { Ok(ask(identity.exchange_passport(outgoing(request))).await?.passport) };
        shared_by(self.passports.try_get_with((passport, audience), exchange)).await.map(AsPerson)
    }

    /// Takes the challenge that was posted with a form, and counts one use. A double click sends a form with its
    /// solution twice: then that stands for its receipt, and is counted twice.
    ///
    /// # Errors
    /// `CHALLENGE_*`; identity gives no answer.
    pub(crate) async fn admit(&self, posted: &Posted, purpose: ChallengePurpose) -> Result<Receipt, Status> {
        let fields = &posted.fields;
        let shown = match (fields.text("challenge"), fields.text("challenge_image")) {
            ("", image) if !image.is_empty() => Shown::Image { challenge: image, code: fields.text("challenge_code") },
            (solution, _) => Shown::Solution(solution),
        };
        let mut digest = Sha256::new();
        for part in [fields.text("challenge"), fields.text("challenge_image"), fields.text("challenge_code")] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        let key = (posted.request_id, digest.finalize().into());
        let entry = self.receipts.entry(key).or_try_insert_with(self.challenges.admit(shown, purpose)).await;
        let entry = entry.map_err(|status: Arc<Status>| (*status).clone())?;
        let (is_first, receipt) = (entry.is_fresh(), entry.into_value());
        if is_first { Ok(receipt) } else { self.challenges.admit(Shown::Solution(receipt.as_str()), purpose).await }
    }

    /// What tickets can be about, in the order in which people choose; at most a minute old.
    ///
    /// # Errors
    /// Helpdesk gives no answer.
    pub(crate) async fn ticket_types(&self) -> Result<Arc<[TicketType]>, Status> {
        let mut helpdesk = self.helpdesk.clone();
        let asked =
            async move { Ok(ask(helpdesk.list_ticket_types(outgoing(ListTicketTypesRequest {}))).await?.types.into()) };
        shared_by(self.ticket_types.try_get_with((), asked)).await
    }

    /// The campaign, or why it is not known.
    ///
    /// # Errors
    /// Registration gives no answer.
    pub async fn campaign(&self) -> Result<Option<Campaign>, Status> {
        let mut registration = self.registration.clone();
        let asked = async move { Ok(ask(registration.get_campaign(outgoing(GetCampaignRequest {}))).await?.campaign) };
        shared_by(self.campaigns.try_get_with((), asked)).await
    }

    /// The nation in a few numbers, at most five seconds old; nothing while reporting is away.
    pub(crate) async fn statistics(&self) -> Option<GetStatisticsResponse> {
        let mut reporting = self.reporting.clone();
        let asked = async move {
            let answer = ask(reporting.get_statistics(outgoing(GetStatisticsRequest {})));
            match tokio::time::timeout(NUMBERS_WITHIN, answer).await {
                Ok(Ok(statistics)) => Some(statistics),
                Ok(Err(status)) => {
                    tracing::warn!(code = ?status.code(), "the numbers of the nation are not known");
                    None
                }
                Err(_) => {
                    tracing::warn!("reporting takes too long");
                    None
                }
            }
        };
        // Its absence is kept, too: an outage must not cost every visitor the wait.
        let known = shared(async { Ok::<_, Status>(self.statistics.get_with((), asked).await) });
        known.await.ok().flatten()
    }
}

/// What is kept for many, waited for as long as this visitor has.
pub(crate) async fn shared_by<T>(kept: impl Future<Output = Result<T, Arc<Status>>>) -> Result<T, Status> {
    shared(async { kept.await.map_err(|status| (*status).clone()) }).await
}

/// The right to ask one owner as a person.
pub(crate) struct AsPerson(String);

impl AsPerson {
    /// A request that carries it.
    #[must_use]
    pub(crate) fn request<T>(&self, message: T) -> Request<T> {
        outgoing_as(message, &self.0)
    }
}
