//! One trace across HTTP, gRPC, the outbox and NATS: W3C `traceparent`.

use std::collections::HashMap;

use opentelemetry::{Context, global, trace::TraceContextExt as _};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

const TRACE_PARENT: &str = "traceparent";

/// The `traceparent` of the current span, to be carried to whoever goes on.
#[must_use]
pub fn current_trace_parent() -> Option<String> {
    let mut carrier = HashMap::new();
    let context = Span::current().context();
    global::get_text_map_propagator(|propagator| propagator.inject_context(&context, &mut carrier));
    carrier.remove(TRACE_PARENT)
}

/// Makes `span` a child of the span that `trace_parent` names, if it names one.
pub fn continue_trace(span: &Span, trace_parent: Option<&str>) {
    let Some(trace_parent) = trace_parent else { return };
    // Refused only when the span is not recorded at all: then there is nothing to link.
    let _ = span.set_parent(context(trace_parent));
}

/// Names the span of `trace_parent`, if there is one, among the causes of `span`, which has several.
pub fn link_trace(span: &Span, trace_parent: Option<&str>) {
    let Some(trace_parent) = trace_parent else { return };
    span.add_link(context(trace_parent).span().span_context().clone());
}

fn context(trace_parent: &str) -> Context {
    let carrier = HashMap::from([(TRACE_PARENT.to_owned(), trace_parent.to_owned())]);
    global::get_text_map_propagator(|propagator| propagator.extract(&carrier))
}

/// The current trace's id, which a person quotes to the helpdesk and an operator searches for.
#[must_use]
pub fn current_trace_id() -> Option<String> {
    let context = Span::current().context();
    let id = context.span().span_context().trace_id();
    (id != opentelemetry::TraceId::INVALID).then(|| id.to_string())
}
