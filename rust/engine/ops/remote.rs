//! Logins and logouts of clients on other machines: the tokens are got here, and what each machine has to run is told.

use crate::base::error::{Error, invalid};
use crate::base::log_line::LogLine;
use crate::base::printable::printable;
use crate::base::progress::Progress;
use crate::client::remote_command::{RemoteCommand, candidates};
use crate::client::tool::Tool;
use crate::message::answer::{Failure, RemoteStep, RemoteSteps};
use crate::message::request::{Op, Request};
use crate::ops::disconnect::{WantedLogouts, hosts};
use crate::ops::several::Answered;
use crate::ops::wanted_logins::WantedLogins;
use crate::registry::target::Target;
use crate::registry::token::Login;
use crate::session::halt::Halt;
use std::collections::HashSet;

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

    fn login(&self, target: Target, login: &Login) -> RemoteStep {
        let Target { host, plain_http } = target;
        let command = |tool: &Tool| RemoteCommand::of_login(*tool, self.has_config, &login.username, &host, plain_http);
        let commands = self.tools.iter().map(command).collect();
        RemoteStep::new(host, commands).with_login(login)
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
    let mut wanted = WantedLogins::read(request, log)?;
    let answered = wanted.ask(log, progress).await?;
    let mut result = RemoteSteps { steps: Vec::new(), failures: wanted.failures, info: None };
    let mut done = HashSet::new();
    for Answered { group, asked, info, .. } in answered {
        result.failures.extend(asked.failures);
        for login in asked.logins {
            match group.targets(&login, &info.region, &wanted.options) {
                Ok(targets) => {
                    let new = targets.into_iter().filter(|target| done.insert(target.host.clone()));
                    result.steps.extend(new.map(|target| clients.login(target, &login)));
                }
                Err(error) => result.failures.push(failure(&login, error)),
            }
        }
        result.info = Some(info);
    }
    Ok(result)
}

fn failure(login: &Login, error: Error) -> Failure {
    Failure { registry_ids: vec![printable(&login.proxy_endpoint)], error }
}

async fn log_out(request: &mut Request, clients: &Clients, log: &mut Vec<LogLine>) -> Result<RemoteSteps, Halt> {
    let WantedLogouts { good, regions, connection, options, failures } = WantedLogouts::read(request, log)?;
    let hosts = hosts(good, &regions, &connection, &options).await?;
    let steps = hosts.into_iter().map(|host| clients.logout(host)).collect();
    Ok(RemoteSteps { steps, failures, info: None })
}
