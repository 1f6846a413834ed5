//! Logs, traces, metrics: set up once per process.

pub mod propagation;

use anyhow::Context as _;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::{
    Resource,
    trace::{Sampler, SdkTracerProvider},
};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::{
    db::CountStatements,
    settings::{LogFormat, TelemetrySettings},
};

/// Seconds; around one hash (10 ms) and one round trip (1 ms), up to the longest deadline.
const DURATION_BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Keeps the telemetry alive; [`Telemetry::flush`] at the end sends what is left.
pub struct Telemetry {
    provider: SdkTracerProvider,
    /// Renders `/metrics`.
    pub metrics: PrometheusHandle,
}

impl Telemetry {
    /// Installs logging, tracing and metrics for the whole process. Needs a tokio runtime.
    ///
    /// # Errors
    /// The log filter or the endpoint is malformed, or it was installed before.
    pub fn install(service: &'static str, settings: &TelemetrySettings) -> anyhow::Result<Self> {
        let provider = tracer_provider(service, settings)?;
        opentelemetry::global::set_text_map_propagator(opentelemetry_sdk::propagation::TraceContextPropagator::new());
        let filter = EnvFilter::try_new(&settings.log).context("EPUPNS_LOG")?;
        let spans = tracing_opentelemetry::layer().with_tracer(provider.tracer(service));
        let registry = tracing_subscriber::registry().with(filter).with(CountStatements).with(spans);
        match settings.log_format {
            LogFormat::Json => {
                let json = tracing_subscriber::fmt::layer().json().flatten_event(true).with_span_list(false);
                registry.with(json).try_init()
            }
            LogFormat::Pretty => registry.with(tracing_subscriber::fmt::layer().compact()).try_init(),
        }?;
        let metrics = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), DURATION_BUCKETS)?
            .install_recorder()?;
        Ok(Self { provider, metrics })
    }

    /// Sends the spans that are still here.
    pub fn flush(&self) {
        if let Err(error) = self.provider.shutdown() {
            tracing::warn!(%error, "the last spans were not exported");
        }
    }
}

fn tracer_provider(service: &'static str, settings: &TelemetrySettings) -> anyhow::Result<SdkTracerProvider> {
    let resource = Resource::builder().with_service_name(service).build();
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.trace_ratio)));
    let provider = SdkTracerProvider::builder().with_resource(resource).with_sampler(sampler);
    let Some(endpoint) = &settings.otlp_endpoint else { return Ok(provider.build()) };
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()
        .context("EPUPNS_OTLP_ENDPOINT")?;
    Ok(provider.with_batch_exporter(exporter).build())
}
