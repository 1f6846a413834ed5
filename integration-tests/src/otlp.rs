//! An OTLP receiver in the test: what the programs say they did, span by span.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    trace::v1::Span,
};
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status, transport::Server};

/// A span as a reader of traces sees it.
#[derive(Clone, Debug)]
pub struct SeenSpan {
    /// Which program.
    pub service: String,
    /// Hexadecimal.
    pub trace_id: String,
    /// Name.
    pub name: String,
    /// Everything else in it, as text: what a canary is searched in.
    pub text: String,
}

/// Collects every span that is sent to it.
#[derive(Clone, Default)]
pub struct Otlp {
    seen: Arc<Mutex<Vec<SeenSpan>>>,
}

impl Otlp {
    /// Listens on a free port; the address is for `EPUPNS_OTLP_ENDPOINT`.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start() -> (Self, String) {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let otlp = Self::default();
        let service = TraceServiceServer::new(otlp.clone());
        tokio::spawn(async move {
            Server::builder().add_service(service).serve_with_incoming(TcpListenerStream::new(listener)).await.unwrap();
        });
        (otlp, address)
    }

    /// Every span so far.
    ///
    /// # Panics
    /// When the receiver broke.
    #[must_use]
    pub fn spans(&self) -> Vec<SeenSpan> {
        self.seen.lock().unwrap().clone()
    }
}

#[tonic::async_trait]
impl TraceService for Otlp {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        for resource in request.into_inner().resource_spans {
            let attributes = resource.resource.map(|resource| resource.attributes).unwrap_or_default();
            let service = attributes
                .iter()
                .find(|attribute| attribute.key == "service.name")
                .map(|attribute| format!("{:?}", attribute.value))
                .unwrap_or_default();
            let spans = resource.scope_spans.into_iter().flat_map(|scope| scope.spans);
            self.seen.lock().unwrap().extend(spans.map(|span| seen(&service, &span)));
        }
        Ok(Response::new(ExportTraceServiceResponse { partial_success: None }))
    }
}

fn seen(service: &str, span: &Span) -> SeenSpan {
    let trace_id = span.trace_id.iter().map(|byte| format!("{byte:02x}")).collect();
    SeenSpan { service: service.to_owned(), trace_id, name: span.name.clone(), text: format!("{span:?}") }
}
