//! Starts processes that never outlive this one.
//!
//! The kernel is asked (`setpriv --pdeathsig`) to kill a child when its parent *thread* ends; so all children are started by
//! one thread that lives as long as this process, whatever happens to test threads and pools of workers.

use std::io;
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};
use std::thread;

struct Order {
    command: Command,
    answer: Sender<io::Result<Child>>,
}

/// A command that will run `program` and die with this process; arguments and the rest are added by the caller.
///
/// `setpriv` belongs to util-linux, which every Debian has.
pub(crate) fn dies_with_us(program: &std::path::Path, privileges: &[String]) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]);
    command.args(privileges);
    command.arg("--").arg(program);
    command
}

/// Spawns `command` from the thread that lives as long as this process.
pub(crate) fn spawn(command: Command) -> io::Result<Child> {
    static ORDERS: OnceLock<Sender<Order>> = OnceLock::new();
    let orders = ORDERS.get_or_init(|| {
        let (sender, receiver) = mpsc::channel::<Order>();
        thread::spawn(move || {
            for mut order in receiver {
                // The one who asked may be gone by now: then the child is dropped here and runs until we end.
                let _ = order.answer.send(order.command.spawn());
            }
        });
        sender
    });
    let (answer, answered) = mpsc::channel();
    let gone = |_| io::Error::other("the spawning thread has ended");
    orders.send(Order { command, answer }).map_err(|_| io::Error::other("the spawning thread has ended"))?;
    answered.recv().map_err(gone)?
}
