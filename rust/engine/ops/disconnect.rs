//! Takes logins out of a client's config, under every key they may stand, and checks that they are gone.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::log_line::LogLine;
use crate::base::progress::Progress;
use crate::client::config_file::ConfigFile;
use crate::client::status::Status;
use crate::client::store::erase;
use crate::client::tool::Tool;
use crate::message::answer::{Failure, LoginEntry, Logins};
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::connection_of;
use crate::ops::groups::{parse_names, texts_of};
use crate::ops::padding::padded;
use crate::registry::name::{self, Name, PUBLIC_HOST};
use crate::registry::partitions;
use crate::registry::target::Target;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use crate::session::region::region_of;
use std::path::Path;

/// Logs out of every registry that a request names. No service is asked.
///
/// # Errors
/// When a name is none, or no region is known for an account.
pub async fn disconnect(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Logins, Halt> {
    let written = request.registry_ids.take().unwrap_or_default();
    log.extend(padded(&written));
    let texts = texts_of(written);
    // A login under another host than the registry's own is taken out by that host.
    let (others, texts): (Vec<String>, Vec<String>) = texts.into_iter().partition(|text| is_other_host(text));
    let names = parse_names(&texts)?;
    let regions = request.regions.take().unwrap_or_default();
    let connection = connection_of(request)?;
    let options = ClientOptions::from(request, &connection)?;
    options.check_address((names.len() + others.len()) * regions.len().max(1))?;
    let found = Tool::find(options.tool, options.tool_path.as_deref(), &connection.env);
    // What a client left behind can be taken out without it.
    let tool = found.map_or_else(|_| options.tool.unwrap_or(Tool::Docker), |(tool, _)| tool);
    let place = tool.place(options.config_path.clone(), &connection.env)?;

    let mut result = Logins::default();
    let hosts = hosts(names, others, &regions, &connection, &options).await?;
    progress.plan(hosts.len());
    for host in hosts {
        progress.advance(1);
        match remove(tool, &place.file, &host, &connection.env).await {
            Ok(status) => {
                result.logins.push(LoginEntry { registry: host, tool: tool.name(), expires_at: None, status });
            }
            Err(error) => result.failures.push(Failure { registry_ids: vec![host], error }),
        }
    }
    Ok(result)
}

/// Whether a text is a host, but of no ECR registry. Names that look like one of ECR keep their own error.
fn is_other_host(text: &str) -> bool {
    let host = Target::of_address(text).is_ok_and(|target| target.host == text && text.contains(['.', ':']));
    host && !text.contains(".ecr") && !text.contains("-ecr") && name::parse(text).is_err()
}

/// The hosts that the user means, each once.
async fn hosts(
    names: Vec<Name>,
    others: Vec<String>,
    regions: &[String],
    connection: &Connection,
    options: &ClientOptions,
) -> Result<Vec<String>, Error> {
    let mut bases = others;
    for name in names {
        match name {
            Name::Host(host) => bases.push(host.name),
            Name::Account(_) if options.server_address().is_some() => {}
            Name::Account(id) => {
                for region in regions_of(connection, regions).await? {
                    bases.push(format!("{id}.dkr.ecr.{region}.{}", partitions::of_region(&region).dns));
                }
            }
        }
    }
    if bases.is_empty() && connection.public {
        bases.push(PUBLIC_HOST.to_owned());
    }
    let mut hosts: Vec<String> = options.server_address().map(|address| address.host.clone()).into_iter().collect();
    if hosts.is_empty() {
        let named = bases.into_iter().map(|host| Target { host, plain_http: false });
        hosts.extend(named.flat_map(|base| options.targets(base)).map(|target| target.host));
    }
    if hosts.is_empty() {
        let message = "No registry is named; name those to log out of with -RegistryId.";
        return Err(Error::new(Code::InvalidParameter, message));
    }
    let mut seen = std::collections::HashSet::new();
    hosts.retain(|host| seen.insert(host.clone()));
    Ok(hosts)
}

async fn regions_of(connection: &Connection, regions: &[String]) -> Result<Vec<String>, Error> {
    if !regions.is_empty() {
        return Ok(regions.to_vec());
    }
    Ok(vec![region_of(connection).await?])
}

async fn remove(tool: Tool, file: &Path, host: &str, env: &Environment) -> Result<Status, Error> {
    if !file.exists() {
        return Ok(Status::NotFound);
    }
    let keys = ["", "https://", "http://"].map(|scheme| format!("{scheme}{host}"));
    let mut config = ConfigFile::open(file).await?;
    let mut removed = config.remove(&keys)?;
    if let Some(store) = config.store_of(tool, host).filter(|store| *store != "ecr-login") {
        removed |= erase(store, &keys, env).await?;
    }
    if config.still_holds(&keys)? {
        return Err(Error::new(Code::StillLoggedIn, format!("{} still holds a login for {host}.", file.display())));
    }
    Ok(if removed { Status::Removed } else { Status::NotFound })
}
