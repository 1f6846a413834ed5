#![doc = include_str!("../README.md")]

pub mod ambient;
pub mod audit;
pub mod db;
pub mod events;
pub mod grpc;
pub mod lease;
pub mod migrations;
pub mod ops;
pub mod passport;
pub mod program;
pub mod reason;
pub mod settings;
pub mod telemetry;
pub mod tls;
pub mod uninterrupted;
pub mod vault;
