//! A port and what comes through it: connections bounded in number, and what is in flight finished at the stop. What is spoken on a
//! connection, and with whom, its edge says.

use std::{fmt::Display, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use hyper_util::server::graceful::GracefulConnection;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Until what is in flight is given up, once its connection was asked to end. Less than the process itself waits at its stop.
pub const DRAIN: Duration = Duration::from_secs(18);
/// Out of file descriptors, the next connection would fail as well.
const PAUSE: Duration = Duration::from_millis(50);

/// Lets connections in until `stop`, at most `places` at once; further ones wait in the kernel's queue. Each is attended to in a task of
/// its own, and this ends when all have been.
pub async fn keep<A>(
    listener: TcpListener,
    places: usize,
    stop: &CancellationToken,
    attend: impl Fn(TcpStream, SocketAddr) -> A,
) where
    A: Future<Output = ()> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(places));
    let open = TaskTracker::new();
    loop {
        // A full door must hear the stop too: the wait for a place is part of what the stop ends.
        let next = async { (places.clone().acquire_owned().await, listener.accept().await) };
        let (place, accepted) = tokio::select! {
            () = stop.cancelled() => break,
            next = next => next,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // No file descriptor is left, or a peer left already: neither ends the door.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // Small answers must not wait for more; where it cannot be set they only come later.
        let _ = stream.set_nodelay(true);
        let attended = attend(stream, address);
        open.spawn(async move {
            attended.await;
            drop(place);
        });
    }
    drop(listener);
    open.close();
    open.wait().await;
}

/// Serves a connection until it ends by itself. After `enough` it is asked to: it answers what it was asked, for as long as `drain`.
pub async fn to_its_end<C>(connection: C, enough: impl Future<Output = ()>, drain: Duration)
where
    C: GracefulConnection<Error: Display>,
{
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => Ok(ended),
        () = enough => {
            connection.as_mut().graceful_shutdown();
            tokio::time::timeout(drain, connection).await
        }
    };
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection ended early"),
        Err(_) => tracing::info!("a connection did not finish in time"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// What takes longer does not happen at all.
    const NEVER: Duration = Duration::from_secs(20);

    #[tokio::test]
    async fn who_finds_no_place_waits_for_one_and_the_stop_for_whoever_has_one() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, inside, most) = (CancellationToken::new(), AtomicUsize::new(0), AtomicUsize::new(0));
        let counted = Arc::new((inside, most));
        let attend = |mut stream: TcpStream, _| {
            let counted = counted.clone();
            async move {
                let (inside, most) = &*counted;
                most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                stream.write_u8(1).await.unwrap();
                // Until the visitor leaves.
                let _ = stream.read_u8().await;
                inside.fetch_sub(1, Ordering::SeqCst);
            }
        };
        let enter = async || {
            let mut visitor = TcpStream::connect(address).await.unwrap();
            assert_eq!(visitor.read_u8().await.unwrap(), 1);
            visitor
        };
        let visitors = async {
            let come_and_go = async || drop(enter().await);
            tokio::join!(come_and_go(), come_and_go(), come_and_go());
            let last = enter().await;
            stop.cancel();
            // The door is closed before the last has left, and waits for them.
            while TcpStream::connect(address).await.is_ok() {
                tokio::task::yield_now().await;
            }
            assert_eq!(counted.0.load(Ordering::SeqCst), 1);
            drop(last);
        };
        let door = keep(listener, 1, &stop, attend);
        tokio::time::timeout(NEVER, async { tokio::join!(door, visitors) }).await.expect("the door closes");
        assert_eq!((counted.0.load(Ordering::SeqCst), counted.1.load(Ordering::SeqCst)), (0, 1));
    }
}
