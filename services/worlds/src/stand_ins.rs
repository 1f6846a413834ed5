//! Services in the place of others, which say just enough: over real gRPC, beside the test.

use tokio::net::TcpListener;
use tonic::transport::{
    Channel,
    server::{Router, TcpIncoming},
};

/// A way to a stand-in, which is served until the test ends.
pub async fn serve(stand_in: Router) -> Channel {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(stand_in.serve_with_incoming(TcpIncoming::from(listener)));
    Channel::from_shared(format!("http://{address}")).unwrap().connect_lazy()
}

/// A way to where nobody listens.
#[must_use]
pub fn nobody() -> Channel {
    Channel::from_static("http://127.0.0.1:1").connect_lazy()
}

/// Rpcs that a stand-in has no answer to. Written as `#[tonic::async_trait]` writes it, which does not look into macros.
#[macro_export]
macro_rules! unused {
    ($package:ident: $($rpc:ident $request:ident $response:ident;)*) => {
        $($crate::unused! { $rpc ($package::$request) $package::$response })*
    };
    ($rpc:ident ($request:ty) $response:ty) => {
        fn $rpc<'a, 'b>(
            &'a self,
            _: ::tonic::Request<$request>,
        ) -> ::std::pin::Pin<
            Box<dyn Future<Output = Result<::tonic::Response<$response>, ::tonic::Status>> + Send + 'b>,
        >
        where
            'a: 'b,
            Self: 'b,
        {
            Box::pin(async { Err(::tonic::Status::internal("no test asks this of a stand-in")) })
        }
    };
}

/// The rpcs of registration that other owners and operators alone may call: no edge asks for them, so that no stand-in answers.
#[macro_export]
macro_rules! closed_to_edges {
    ($package:ident) => {
        $crate::unused! { $package:
            find_employee FindEmployeeRequest FindEmployeeResponse;
            open_import OpenImportRequest OpenImportResponse;
            list_refused_rows ListRefusedRowsRequest ListRefusedRowsResponse;
            put_campaign PutCampaignRequest PutCampaignResponse;
            list_campaigns ListCampaignsRequest ListCampaignsResponse;
            withdraw_campaign WithdrawCampaignRequest WithdrawCampaignResponse;
            list_rehearsals ListRehearsalsRequest ListRehearsalsResponse;
            purge_rehearsal PurgeRehearsalRequest PurgeRehearsalResponse;
        }
        $crate::unused! { import_rows (::tonic::Streaming<$package::ImportRowsRequest>) $package::ImportRowsResponse }
    };
}
