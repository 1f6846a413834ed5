//! The feed over a database of its own and the test servers' stream, with events as registration and verification tell them.

use std::{sync::Arc, time::Duration};

use anyhow::bail;
use async_nats::{
    ConnectOptions, HeaderMap,
    jetstream::{self, consumer, stream},
};
use chassis::{
    ambient::Clock,
    events::{Applied, Heard},
};
use futures::{StreamExt as _, future::BoxFuture};
use kernel::{AgencyCode, Caller, Jurisdiction, Role, agency_feed};
use prost::Name;
use prost_types::Timestamp;
use proto::{
    registration::v1::{EmployeeRef, RegistrationConfirmed, RegistrationSubmitted},
    reporting::v1::{
        ListAgencyEventsRequest, ListAgencyEventsResponse, reporting_service_client::ReportingServiceClient,
        reporting_service_server::ReportingServiceServer,
    },
};
use serde_json::Value;
use stack::{AGENCY_FEED, AGENCY_PROVISIONER, Program, ServersFile};
use tonic::{Response, Status};
use uuid::Uuid;
pub(crate) use worlds::some_id;
use worlds::{Ground, PRIVATE_KEY, by, master_key, someone_as};

use crate::{
    app::{
        App,
        feed::Feed,
        ports::{AgencyStream, History, Replay, Whence},
    },
    clients::agency_stream::NatsAgencyStream,
    domain::feed_signature::FeedKey,
    grpc::{self, Door},
    hears,
};

/// No test of the feed rebuilds.
struct NoHistory;

impl History for NoHistory {
    fn replay(&self, _: Whence) -> BoxFuture<'_, anyhow::Result<Box<dyn Replay>>> {
        Box::pin(async { bail!("no history here") })
    }

    fn forget(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

/// The service with its feed.
pub(crate) struct FeedWorld {
    pub(crate) app: App,
    servers: ServersFile,
    ground: Ground,
}

impl FeedWorld {
    /// A feed without events.
    pub(crate) async fn new(test: &str) -> Self {
        let servers = ServersFile::from_env().expect("test servers");
        let ground = Ground::new(Program::Reporting, &format!("feed_{test}")).await;
        let jetstream = enter(&servers, AGENCY_FEED).await;
        let app = App {
            db: ground.db.clone(),
            clock: ground.clock.clone(),
            master_key: master_key(),
            history: Arc::new(NoHistory),
            feed: Feed::new(FeedKey::from_pem(PRIVATE_KEY, &[]).unwrap(), Arc::new(NatsAgencyStream::new(jetstream))),
        };
        Self { app, servers, ground }
    }

    /// The same database with another way to the stream.
    pub(crate) fn publishing_by(&self, stream: impl AgencyStream + 'static) -> App {
        App { feed: Feed::new(self.app.feed.key.clone(), Arc::new(stream)), ..self.app.clone() }
    }

    /// Hears an event as the listener does; says whether it was new.
    pub(crate) async fn hear(&self, heard: Heard) -> bool {
        self.take(heard, true).await == Applied::Now
    }

    /// Hears an event, and loses the effect at its end, as when the database goes away.
    pub(crate) async fn hear_in_vain(&self, heard: Heard) {
        self.take(heard, false).await;
    }

    async fn take(&self, heard: Heard, commit: bool) -> Applied {
        let app = self.app.clone();
        let listen = self.ground.take(heard, move |tx, heard| {
            Box::pin(async move {
                hears::hear(&app, tx, &[heard]).await?;
                if !commit {
                    tx.undo();
                }
                Ok(())
            })
        });
        listen.await.unwrap_or_else(|error| panic!("{error:#}"))
    }

    /// The agency's feed over HTTP.
    pub(crate) async fn feed_of(&self, agency: &str) -> Vec<Value> {
        let events = self.list(agency, ListAgencyEventsRequest { page_size: 1000, ..Default::default() }).await;
        let events = events.unwrap_or_else(|status| panic!("{status}")).events;
        events.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }

    /// What happened, in the order of the agency's feed: `dossier.submitted`.
    pub(crate) async fn facts_of(&self, agency: &str) -> Vec<String> {
        let kind = |event: Value| event["type"].as_str().unwrap().trim_start_matches("id.go.epupns.v1.").to_owned();
        self.feed_of(agency).await.into_iter().map(kind).collect()
    }

    /// Asks as the agency's system does.
    pub(crate) async fn list(
        &self,
        agency: &str,
        request: ListAgencyEventsRequest,
    ) -> Result<ListAgencyEventsResponse, Status> {
        let request = by(system_of(agency), request);
        self.client().list_agency_events(request).await.map(Response::into_inner)
    }

    /// A client that speaks to the service without a wire in between.
    pub(crate) fn client(&self) -> ReportingServiceClient<ReportingServiceServer<Door>> {
        ReportingServiceClient::new(grpc::service(self.app.clone()))
    }

    /// The real stream, for tests that stand in the way to it.
    pub(crate) async fn real_stream(&self) -> NatsAgencyStream {
        NatsAgencyStream::new(enter(&self.servers, AGENCY_FEED).await)
    }

    /// What the stream holds of an agency: subject, headers, body.
    pub(crate) async fn streamed(&self, agency: &str) -> Vec<(String, HeaderMap, String)> {
        let admin = enter(&self.servers, AGENCY_PROVISIONER).await;
        let filter_subject = agency_feed::all_subjects(&AgencyCode::parse(agency).unwrap());
        let settings =
            consumer::pull::Config { filter_subject, ack_policy: consumer::AckPolicy::None, ..Default::default() };
        let reader = admin.create_consumer_on_stream(settings, agency_feed::STREAM).await.unwrap();
        let all = usize::try_from(reader.cached_info().num_pending).unwrap();
        let mut messages = reader.fetch().max_messages(all.max(1)).messages().await.unwrap();
        let mut seen = Vec::new();
        while let Some(message) = messages.next().await {
            let message = message.unwrap();
            let body = String::from_utf8(message.payload.to_vec()).unwrap();
            seen.push((message.subject.to_string(), message.headers.clone().unwrap_or_default(), body));
        }
        assert_eq!(seen.len(), all);
        seen
    }

    /// Makes the stream if no other test did, and an agency code that none has.
    pub(crate) async fn stream_for(&self, test: &str) -> String {
        let admin = enter(&self.servers, AGENCY_PROVISIONER).await;
        let settings = stream::Config {
            name: agency_feed::STREAM.to_owned(),
            subjects: vec![format!("{}.>", agency_feed::SUBJECT_PREFIX)],
            duplicate_window: Duration::from_secs(600),
            ..Default::default()
        };
        admin.create_or_update_stream(settings).await.unwrap();
        // The stream outlives this run of the test.
        format!("{test}.{}", &some_id().simple().to_string()[..12])
    }
}

async fn enter(servers: &ServersFile, user: &str) -> jetstream::Context {
    let seed = std::fs::read_to_string(servers.secrets().unwrap().nkey_seed(user).unwrap()).unwrap();
    let options = ConnectOptions::with_nkey(seed).custom_inbox_prefix(format!("_INBOX.{user}"));
    jetstream::new(options.connect(&servers.nats_url).await.expect("a known user of NATS"))
}

/// An agency's system as the gate lets it in.
pub(crate) fn system_of(agency: &str) -> Caller {
    Caller::Person(someone_as(Role::AgencySystem, Jurisdiction::Agency(AgencyCode::parse(agency).unwrap())))
}

/// Someone with a registration and a dossier.
#[derive(Clone, Debug)]
pub(crate) struct Someone {
    pub(crate) employee_id: Uuid,
    pub(crate) registration_id: Uuid,
    pub(crate) dossier_id: Uuid,
    pub(crate) agency: String,
}

/// When everything happens.
pub(crate) const AT: Timestamp = Timestamp { seconds: 1_794_000_000, nanos: 0 };
/// A name that no agency may be told.
pub(crate) const NAME: &str = "SITI NURHALIZA";
/// A NIP as an agency knows it.
pub(crate) const NIP: &str = "198612262009122001";

impl Someone {
    /// Nobody else.
    pub(crate) fn of(agency: &str) -> Self {
        Self { employee_id: some_id(), registration_id: some_id(), dossier_id: some_id(), agency: agency.to_owned() }
    }

    /// What events say of them.
    pub(crate) fn employee(&self) -> EmployeeRef {
        EmployeeRef {
            employee_id: self.employee_id.to_string(),
            nip: NIP.to_owned(),
            agency_code: self.agency.clone(),
            unit_code: "U1".to_owned(),
            active: true,
            version: 1,
        }
    }

    /// They registered: their registration's first event.
    pub(crate) fn registered(&self) -> Heard {
        let message = RegistrationSubmitted {
            registration_id: self.registration_id.to_string(),
            registration_number: "C8Y9GVRP".to_owned(),
            employee: Some(self.employee()),
            campaign_code: "2026".to_owned(),
            registered_at: Some(AT),
            due_at: Some(AT),
            name: NAME.to_owned(),
        };
        heard(self.registration_id, 1, &message)
    }

    /// They were confirmed: its second.
    pub(crate) fn confirmed(&self) -> Heard {
        let message = RegistrationConfirmed {
            registration_id: self.registration_id.to_string(),
            employee: Some(self.employee()),
            confirmed_by: OFFICER.to_owned(),
            confirmed_at: Some(AT),
            campaign_code: "2026".to_owned(),
        };
        heard(self.registration_id, 2, &message)
    }
}

/// An officer whom no agency is told of.
pub(crate) const OFFICER: &str = "00000000-0000-7000-8000-00000000beef";

/// A message as it comes from the stream.
pub(crate) fn heard<M: Name>(aggregate: Uuid, version: i64, message: &M) -> Heard {
    worlds::event(&Clock::system(), message, Some((aggregate, version)))
}
