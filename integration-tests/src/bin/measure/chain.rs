//! A status look-up with nothing around it: HTTP in, gRPC over TCP, one prepared select, and back; no limits, no metrics, no
//! challenge. What a gateway and a service of any kind would cost at least. The generator is in the same process, as it is
//! beside the system in the rehearsal.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Json, Router, extract::State, routing::post};
use integration_tests::World;
use proto::operations::v1::{
    DescribeRequest, DescribeResponse, DiscardParkedEventsRequest, DiscardParkedEventsResponse,
    FindWrittenEventsRequest, FindWrittenEventsResponse, ListParkedEventsRequest, ListParkedEventsResponse,
    ReplayParkedEventsRequest, ReplayParkedEventsResponse,
    operations_service_client::OperationsServiceClient,
    operations_service_server::{OperationsService, OperationsServiceServer},
};
use serde_json::{Value, json};
use sqlx::{PgPool, postgres::PgPoolOptions};
use stack::wiring::DATABASE;
use tokio::net::TcpListener;
use tonic::{Request, Response, Status, transport::Channel};

use crate::{options::Options, row::Row, say};

/// The look-up of the service, without what stands around it.
const SELECT: &str = "select state from registration.registrations where registration_number = $1";

/// The rehearsal's look-ups beside the bare chain, with as many clients.
pub(crate) async fn status(world: &World, options: &Options, report: &Value) -> Row {
    let Some(figure) = report["operations"]["status"]["per_second"].as_f64() else {
        return crate::why("status", "the rehearsal looked nothing up: `status` is not in --mix");
    };
    say("a bare chain");
    let numbers: Vec<String> = sqlx::query_scalar(
        "select registration_number from registration.registrations where registered_at is not null",
    )
    .fetch_all(&world.superuser)
    .await
    .unwrap();
    let url = world.stack.servers.postgres.cluster().superuser_url(DATABASE).unwrap();
    let pool = PgPoolOptions::new().max_connections(16).test_before_acquire(false).connect(&url).await.unwrap();
    let door = start(pool).await;
    let limit = run(&door, &numbers, options).await;
    Row::of("status", figure, limit, format!("{} clients each", options.clients))
}

/// Starts both halves; the address of the first.
async fn start(pool: PgPool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let inner = listener.local_addr().unwrap();
    let service = OperationsServiceServer::new(Select(pool));
    let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
    tokio::spawn(tonic::transport::Server::builder().add_service(service).serve_with_incoming(incoming));
    let channel = Channel::from_shared(format!("http://{inner}")).unwrap().connect().await.unwrap();
    let router = Router::new().route("/", post(look_up)).with_state(OperationsServiceClient::new(channel));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let outer = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{outer}/")
}

async fn look_up(
    State(mut inner): State<OperationsServiceClient<Channel>>,
    Json(asked): Json<Value>,
) -> Result<Json<Value>, axum::http::StatusCode> {
    let number = asked["registration_number"].as_str().unwrap_or_default().to_owned();
    let answer = inner.replay_parked_events(ReplayParkedEventsRequest { event_id: number }).await;
    let found = answer.map_err(|_| axum::http::StatusCode::BAD_GATEWAY)?.into_inner().replayed;
    Ok(Json(json!({ "found": found })))
}

/// Any rpc that takes a text will do; this one is compiled already.
struct Select(PgPool);

#[tonic::async_trait]
impl OperationsService for Select {
    async fn describe(&self, _: Request<DescribeRequest>) -> Result<Response<DescribeResponse>, Status> {
        Err(Status::permission_denied("the chain has one rpc"))
    }

    async fn list_parked_events(
        &self,
        _: Request<ListParkedEventsRequest>,
    ) -> Result<Response<ListParkedEventsResponse>, Status> {
        Err(Status::permission_denied("the chain has one rpc"))
    }

    async fn find_written_events(
        &self,
        _: Request<FindWrittenEventsRequest>,
    ) -> Result<Response<FindWrittenEventsResponse>, Status> {
        Err(Status::permission_denied("the chain has one rpc"))
    }

    async fn discard_parked_events(
        &self,
        _: Request<DiscardParkedEventsRequest>,
    ) -> Result<Response<DiscardParkedEventsResponse>, Status> {
        Err(Status::permission_denied("the chain has one rpc"))
    }

    async fn replay_parked_events(
        &self,
        request: Request<ReplayParkedEventsRequest>,
    ) -> Result<Response<ReplayParkedEventsResponse>, Status> {
        let number = request.into_inner().event_id;
        let state: Option<String> = sqlx::query_scalar(SELECT)
            .bind(number)
            .fetch_optional(&self.0)
            .await
            .map_err(|error| Status::internal(error.to_string()))?;
        Ok(Response::new(ReplayParkedEventsResponse { replayed: u32::from(state.is_some()) }))
    }
}

/// Look-ups a second.
async fn run(door: &str, numbers: &[String], options: &Options) -> f64 {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let (numbers, done) = (Arc::new(numbers.to_vec()), Arc::new(AtomicU64::new(0)));
    let began = Instant::now();
    let end = began + Duration::from_secs(options.seconds.into());
    let clients = (0..options.clients as usize).map(|place| {
        let (client, numbers, done, door) = (client.clone(), numbers.clone(), done.clone(), door.to_owned());
        tokio::spawn(async move {
            let mut place = place;
            while Instant::now() < end {
                place += 1;
                let body = json!({ "registration_number": numbers[place % numbers.len()] });
                let answer = client.post(&door).json(&body).send().await.unwrap().json::<Value>().await.unwrap();
                assert_eq!(answer["found"], 1, "the bare chain finds what the system finds");
                done.fetch_add(1, Ordering::Relaxed);
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64()
}
