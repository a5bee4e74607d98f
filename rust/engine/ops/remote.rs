//! Logins and logouts of clients on other machines: the tokens are got here, and what each machine has to run is told.

use crate::base::error::{Error, invalid};
use crate::base::log_line::LogLine;
use crate::base::progress::Progress;
use crate::client::remote_command::{RemoteCommand, candidates};
use crate::client::tool::Tool;
use crate::message::answer::{Logins, RemoteStep, RemoteSteps};
use crate::message::request::{Op, Request};
use crate::ops::disconnect::WantedLogouts;
use crate::ops::wanted_logins::{Task, WantedLogins};
use crate::registry::target::Target;
use crate::session::halt::Halt;

/// What every machine has to run.
///
/// # Errors
/// When nothing could be asked, or a name is none.
pub async fn remote(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<RemoteSteps, Halt> {
    let clients = Clients::take(request)?;
    match request.op {
        Op::Disconnect => log_out(request, &clients, log).await,
        _ => log_in(request, &clients, log, progress).await,
    }
}

/// The clients that machines may have.
struct Clients {
    tools: Vec<Tool>,
    has_config: bool,
}

impl Clients {
    fn take(request: &mut Request) -> Result<Self, Error> {
        let tools = candidates(request.tool, request.tool_path.take().as_deref());
        let config = request.config_path.take();
        if tools == [Tool::Crane] && config.as_ref().is_some_and(|path| !path.ends_with("config.json")) {
            return Err(invalid("-ConfigPath names a file called config.json for crane."));
        }
        Ok(Clients { tools, has_config: config.is_some() })
    }

    fn login(&self, task: Task) -> RemoteStep {
        let Task { target: Target { host, plain_http }, login, line } = task;
        let command = |tool: &Tool| RemoteCommand::of_login(*tool, self.has_config, &login.username, &host, plain_http);
        let commands = self.tools.iter().map(command).collect();
        RemoteStep::new(host, commands).with_login(&login, line)
    }

    fn logout(&self, host: String) -> RemoteStep {
        let commands = self.tools.iter().map(|tool| RemoteCommand::of_logout(*tool, self.has_config, &host)).collect();
        RemoteStep::new(host, commands)
    }
}

async fn log_in(
    request: &mut Request,
    clients: &Clients,
    log: &mut Vec<LogLine>,
    progress: &Progress,
) -> Result<RemoteSteps, Halt> {
    if request.no_client.unwrap_or_default() {
        return Err(invalid("-NoClient writes a file of this machine, and -Session names others.").into());
    }
    let WantedLogins { connection, options, asking } = WantedLogins::read(request, log).await?;
    let (tasks, Logins { failures, info, .. }) = asking.ask(&connection, &options, log, progress).await?;
    let steps = tasks.into_iter().map(|task| clients.login(task)).collect();
    Ok(RemoteSteps { steps, failures, info })
}

async fn log_out(request: &mut Request, clients: &Clients, log: &mut Vec<LogLine>) -> Result<RemoteSteps, Halt> {
    let mut wanted = WantedLogouts::read(request, log).await?;
    let steps = wanted.hosts().await?.into_iter().map(|host| clients.logout(host)).collect();
    Ok(RemoteSteps { steps, failures: wanted.failures, info: None })
}
