//! `stack up`

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use stack::{Callers, Lock, Program, Stack, StackOptions};

use super::demo_data;
use super::follow::Follow;

/// The gateway takes the first free one from here on.
const PUBLIC_PORTS: std::ops::Range<u16> = 8080..8180;
/// A program that dies again and again is started once in this time.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Starts everything and follows the logs until Ctrl-C.
#[derive(Debug, Args)]
pub(crate) struct Up {
    /// Where data, keys and logs are kept.
    #[arg(long, default_value = ".local/up")]
    dir: PathBuf,
    /// Forgets all data, keys and accounts of that directory first.
    #[arg(long)]
    fresh: bool,
    /// Loads no demo data.
    #[arg(long)]
    without_demo: bool,
    /// The public port; without it the first free one from 8080 on.
    #[arg(long)]
    port: Option<u16>,
}

impl Up {
    pub(crate) async fn run(self) -> Result<()> {
        let since = Instant::now();
        let lock = Lock::take(&self.dir)?;
        let mut options = StackOptions::new(&self.dir);
        options.callers = Callers::from_env()?;
        options.fresh = self.fresh;
        options.public_port = Some(public_port(self.port)?);
        options.log_format = "pretty";
        // Two settings of the caller's shell that mean something here.
        options.settings = ["EPUPNS_LOG", "EPUPNS_OTLP_ENDPOINT"]
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)))
            .collect();
        if !std::io::stdout().is_terminal() {
            // Their logs are shown here.
            options.settings.push(("NO_COLOR".to_owned(), "1".to_owned()));
        }
        let is_all_ours = !options.callers.any();
        options.progress = |step| println!("  {step}");

        // Ctrl-C while starting: what runs is killed as `starting` is dropped.
        let mut stack = tokio::select! {
            ended = super::asked_to_end() => return ended.context("signals"),
            started = Stack::start_locked(options, lock) => started?,
        };
        let accounts = if self.without_demo {
            String::new()
        } else {
            tokio::select! {
                ended = super::asked_to_end() => {
                    ended.context("signals")?;
                    return stack.stop().await;
                }
                loaded = demo_data::load_once(&stack) => loaded?,
            }
        };
        let environment = stack.dir().join("operator.env");
        stack.operator().write_environment(&environment)?;
        announce(&stack, &accounts, &environment, since.elapsed());

        let logs = Follow::new(stack.processes());
        tokio::select! {
            ended = super::asked_to_end() => ended.context("signals")?,
            () = logs.run() => {}
            () = keep_running(&mut stack) => {}
        }
        println!("\nstopping ...");
        stack.stop().await?;
        let theirs = if is_all_ours { "" } else { " and in your own servers, which run on" };
        println!("stopped; the data stay in {}{theirs}", self.dir.display());
        Ok(())
    }
}

fn announce(stack: &Stack, accounts: &str, environment: &Path, took: Duration) {
    println!("\ne-PUPNS is ready after {:.1} s: {}", took.as_secs_f64(), stack.wiring.public_address());
    if !accounts.is_empty() {
        println!("demo accounts:\n{accounts}");
    }
    println!("API reference:            {}/docs", stack.wiring.public_address());
    println!("operator's command line:  . {} && epupns --help", environment.display());
    println!("letters it has sent:      {}", stack.dir().join("mail").display());
    println!("logs:                     {}", stack.dir().join("logs").display());
    println!("Ctrl-C stops everything; the data stay.\n");
}

/// Starts a program or server again that has ended, as an orchestrator would. Never returns.
async fn keep_running(stack: &mut Stack) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        stack.servers.revive(|what| println!("{what}")).await;
        for program in Program::ALL {
            let process = stack.process(program);
            if let Some(status) = process.ended() {
                println!("{program} ended ({status}); starting it again");
                if let Err(error) = process.start() {
                    println!("{program} does not start: {error:#}");
                }
            }
        }
    }
}

fn public_port(wished: Option<u16>) -> Result<u16> {
    let free = |port: u16| std::net::TcpListener::bind(("127.0.0.1", port)).is_ok();
    match wished {
        Some(port) if free(port) => Ok(port),
        Some(port) => bail!("port {port} is taken\nremedy: another --port, or none: then a free one is found"),
        None => PUBLIC_PORTS.into_iter().find(|port| free(*port)).with_context(|| {
            format!("no port from {} to {} is free\nremedy: --port N", PUBLIC_PORTS.start, PUBLIC_PORTS.end - 1)
        }),
    }
}
