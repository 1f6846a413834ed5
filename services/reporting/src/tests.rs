//! The tests of the service: a module per verb or job.

mod batches;
mod create_export;
mod dossier_events;
mod feed;
mod feed_world;
mod fixtures;
mod get_export;
mod get_progress;
mod get_rebuild;
mod get_statistics;
mod harness;
mod list_agency_events;
mod list_feed_keys;
mod projection;
mod publish_feed;
mod read_export;
mod rebuild_from_stream;
mod rebuild_projections;
mod rehearsal_purged;
mod tape;
mod write_exports;
