//! The table of operations, and what surrounds each: its log and its answer.

use crate::base::confided::confiding;
use crate::base::log_line::LogLine;
use crate::base::progress::Progress;
use crate::message::answer::{Answer, Outcome, Payload, write};
use crate::message::log::Collector;
use crate::message::request::{Op, Request};
use crate::ops::check::check;
use crate::ops::clear_cache::clear_cache;
use crate::ops::cli::skeleton;
use crate::ops::connect::connect;
use crate::ops::disconnect::disconnect;
use crate::ops::explain::explain;
use crate::ops::inspect::inspect_helper;
use crate::ops::install::install_helper;
use crate::ops::kubelet_images::kubelet_images;
use crate::ops::logins::logins;
use crate::ops::plan::plan;
use crate::ops::profiles::profiles;
use crate::ops::remote::remote;
use crate::ops::remote_broken::remote_broken;
use crate::ops::remote_ended::remote_ended;
use crate::ops::remote_list::{held, places};
use crate::ops::tokens::{kept_tokens, tokens};
use crate::ops::uninstall::uninstall_helper;
use crate::registry::partitions;
use crate::session::halt::Halt;
use futures_util::future::{BoxFuture, ready};
use futures_util::{FutureExt, TryFutureExt};
use tracing::instrument::WithSubscriber;

/// Answers a request. The future has to run on a Tokio runtime with input, output and time; `progress` tells others
/// how far it is. Whatever goes wrong is an answer too.
///
/// ```
/// use ecr_engine::{Progress, Request, answer};
///
/// let request = Request::parse(br#"{"version": 1, "op": "regions"}"#)?;
/// let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// let answer = runtime.block_on(answer(request, &Progress::default()));
/// assert!(answer.contains("eu-central-1"));
/// # Ok::<(), ecr_engine::Error>(())
/// ```
pub async fn answer(mut request: Request, progress: &Progress) -> Answer {
    let mut log = Vec::new();
    let outcome = match run(&mut request, &mut log, progress).await {
        Ok(payload) => Outcome::Ok(payload),
        Err(Halt::Failed(error)) => Outcome::Error(error),
        Err(Halt::Needs(needs)) => Outcome::Needs(needs),
    };
    write(&outcome, &log)
}

/// The answer to a request whose logins are all kept, on whichever thread asks: to wake another takes ten times as
/// long. None where something has to be asked.
pub fn kept_answer(request: &Request) -> Option<Answer> {
    let (tokens, log) = kept_tokens(&mut request.clone())?;
    Some(write(&Outcome::Ok(Payload::Tokens(tokens)), &log))
}

async fn run(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Payload, Halt> {
    if !request.debug.unwrap_or_default() {
        return confiding(perform(request, log, progress)).await.0;
    }
    let collector = Collector::default();
    let call = perform(request, log, progress).with_subscriber(collector.clone());
    let (payload, secrets) = confiding(call).await;
    log.extend(collector.take(&secrets));
    payload
}

/// Boxed: one future of all operations would be as large as the largest, and its type deeper than the compiler goes.
fn perform<'a>(
    request: &'a mut Request,
    log: &'a mut Vec<LogLine>,
    progress: &'a Progress,
) -> BoxFuture<'a, Result<Payload, Halt>> {
    match request.op {
        Op::Tokens => tokens(request, log, progress).map_ok(Payload::Tokens).boxed(),
        Op::Connect | Op::Disconnect if request.plan.unwrap_or_default() => {
            plan(request, log).map_ok(Payload::Plan).boxed()
        }
        Op::Connect | Op::Disconnect if request.remote.unwrap_or_default() => {
            remote(request, log, progress).map_ok(Payload::Remote).boxed()
        }
        Op::Connect => connect(request, log, progress).map_ok(Payload::Logins).boxed(),
        Op::Disconnect => disconnect(request, log, progress).map_ok(Payload::Logins).boxed(),
        Op::Logins if request.file.is_some() => {
            held(request, log).map_ok(Payload::Listing).map_err(Halt::Failed).boxed()
        }
        Op::Logins if request.remote.unwrap_or_default() => {
            ready(places(request).map(|places| Payload::Places { places }).map_err(Halt::Failed)).boxed()
        }
        Op::Logins => logins(request, log).map_ok(Payload::Listing).boxed(),
        Op::Check => check(request, log).map_ok(Payload::Checked).boxed(),
        Op::RemoteBroken => ready(remote_broken(request).map(Payload::Logins).map_err(Halt::Failed)).boxed(),
        Op::RemoteEnded => ready(remote_ended(request, log).map(Payload::Logins).map_err(Halt::Failed)).boxed(),
        Op::Profiles => profiles(request).map_ok(|profiles| Payload::Profiles { profiles }).boxed(),
        Op::Skeleton => ready(Ok(Payload::Text { text: skeleton(request.skeleton) })).boxed(),
        Op::InspectHelper => inspect_helper(request).map_ok(Payload::Inspected).boxed(),
        Op::InstallHelper => install_helper(request, log).map_ok(Payload::Setup).boxed(),
        Op::UninstallHelper => uninstall_helper(request, log).map_ok(Payload::Setup).boxed(),
        Op::KubeletImages => kubelet_images(request).map_ok(|images| Payload::Images { images }).boxed(),
        Op::ClearCache => clear_cache(request).map_ok(Payload::Cleared).map_err(Halt::from).boxed(),
        Op::Explain => explain(request).map_ok(Payload::Explained).boxed(),
        Op::Regions => ready(Ok(Payload::Regions { regions: partitions::regions() })).boxed(),
    }
}
