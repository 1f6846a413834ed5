//! Tables of a service's front pages: what it serves, hears and tells, a row each.
//!
//! A row delegates and does nothing else; what a row stands for is in the file of its name. They are macros since Rust cannot write
//! a trait's methods, or a chain of types to try, from a list.

/// What a door serves: each rpc is answered by the function of its name in the module of its name.
///
/// ```text
/// chassis::rpcs! { VerificationService for Door;
///     self { claim_dossier(ClaimDossierRequest) -> ClaimDossierResponse; }
/// }
/// ```
///
/// The word before the braces is the folder of a subject below this module, or `self`. A stream of requests is a
/// `Streaming<Request>`; a stream of answers is named by its associated type, which is said of the door:
/// `, type ReadExportStream = ...`. The door has its use cases in `app`. A function answers with the message, or with a response around it.
#[macro_export]
macro_rules! rpcs {
    ($service:ident for $door:ident $(, type $stream:ident = $item:ty)*;
     $($subject:ident { $($rpc:ident($request:ty) -> $response:ty;)* })*) => {
        #[::tonic::async_trait]
        impl $service for $door {
            $(type $stream = $item;)*
            $($(async fn $rpc(
                &self,
                request: ::tonic::Request<$request>,
            ) -> ::core::result::Result<::tonic::Response<$response>, ::tonic::Status> {
                $subject::$rpc::$rpc(&self.app, request).await.map(::core::convert::Into::into)
            })*)*
        }
    };
}

/// What is done with an event: the first row of its name is called with what the caller gives and the event, and that is returned.
///
/// ```text
/// chassis::on!(heard => hear(app, tx).await { DossierSubmitted => dossier_submitted, CampaignPut => campaign_put });
/// ```
///
/// It comes to its end when the event has no row.
#[macro_export]
macro_rules! on {
    ($heard:expr => $call:ident($app:expr, $tx:expr).await { $($event:ty => $module:ident),* $(,)? }) => {
        $(if let Some(event) = $heard.decode::<$event>()? {
            return $module::$call($app, $tx, event).await;
        })*
    };
    ($heard:expr => $call:ident($changes:expr) { $($event:ty => $module:ident),* $(,)? }) => {
        $(if let Some(event) = $heard.decode::<$event>()? {
            return $module::$call($changes, event);
        })*
    };
}

/// What a service tells, a function per event, to be called in the transaction of its fact.
///
/// ```text
/// chassis::tells! {
///     /// A registration was made.
///     pub(crate) fn registration_submitted(aggregate, RegistrationSubmitted);
///     /// A campaign was opened, or its dates moved.
///     pub(crate) fn campaign_put(CampaignPut);
/// }
/// ```
///
/// With `aggregate` it is the next thing that happened to that one, without it stands for itself.
#[macro_export]
macro_rules! tells {
    () => {};
    ($(#[$doc:meta])* $visible:vis fn $event:ident(aggregate, $message:ty); $($rest:tt)*) => {
        $(#[$doc])*
        $visible async fn $event(
            outbox: &$crate::events::Outbox,
            tx: &mut $crate::db::Tx,
            aggregate: $crate::events::Aggregate,
            message: &$message,
        ) -> ::core::result::Result<(), ::sqlx::Error> {
            outbox.tell(tx, ::core::option::Option::Some(aggregate), message).await
        }
        $crate::tells! { $($rest)* }
    };
    ($(#[$doc:meta])* $visible:vis fn $event:ident($message:ty); $($rest:tt)*) => {
        $(#[$doc])*
        $visible async fn $event(
            outbox: &$crate::events::Outbox,
            tx: &mut $crate::db::Tx,
            message: &$message,
        ) -> ::core::result::Result<(), ::sqlx::Error> {
            outbox.tell(tx, ::core::option::Option::None, message).await
        }
        $crate::tells! { $($rest)* }
    };
}
