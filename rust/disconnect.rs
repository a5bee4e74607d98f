//! Takes logins out of a client's config, under every key they may stand, and checks that they are gone.

use crate::client::{ConfigFile, Tool, erase};
use crate::config::Connection;
use crate::connect::{ClientOptions, parse_names};
use crate::credentials::Halt;
use crate::error::{Code, Error};
use crate::partitions;
use crate::registry::name::Name;
use crate::request::Request;
use crate::response::{Failure, LoginEntry, Logins, Status};
use crate::session;
use std::collections::BTreeSet;

/// Logs out of every registry that a request names. No service is asked.
///
/// # Errors
/// When a name is none, or no region is known for an account.
pub async fn disconnect(request: &mut Request) -> Result<Logins, Halt> {
    let names = parse_names(&request.registry_ids.take().unwrap_or_default())?;
    let regions = request.regions.take().unwrap_or_default();
    let connection = Connection::from(request)?;
    let options = ClientOptions::from(request, &connection);
    let found = Tool::find(options.tool, options.tool_path.as_deref(), &connection.env);
    // What a client left behind can be taken out without it.
    let tool = found.map_or_else(|_| options.tool.unwrap_or(Tool::Docker), |(tool, _)| tool);
    let place = tool.place(options.config_path.clone(), &connection.env)?;

    let mut hosts = BTreeSet::new();
    for name in names {
        match name {
            Name::Host(host) => hosts.extend(options.hosts(&host.name)),
            Name::Account(id) => {
                for region in regions_of(&connection, &regions).await? {
                    let dns = partitions::of_region(&region).dns;
                    hosts.extend(options.hosts(&format!("{id}.dkr.ecr.{region}.{dns}")));
                }
            }
        }
    }
    let mut result = Logins::default();
    for host in hosts {
        match remove(&place.file, &host, &connection).await {
            Ok(status) => {
                result.logins.push(LoginEntry { registry: host, tool: tool.name(), expires_at: None, status });
            }
            Err(error) => result.failures.push(Failure { registry_ids: vec![host], error }),
        }
    }
    Ok(result)
}

async fn regions_of(connection: &Connection, regions: &[String]) -> Result<Vec<String>, Error> {
    if !regions.is_empty() {
        return Ok(regions.to_vec());
    }
    Ok(vec![session::region_of(connection).await?])
}

async fn remove(file: &std::path::Path, host: &str, connection: &Connection) -> Result<Status, Error> {
    let keys = ["", "https://", "http://"].map(|scheme| format!("{scheme}{host}")).to_vec();
    let mut config = ConfigFile::open(file).await?;
    let mut removed = false;
    if let Some(store) = config.store_of(host).filter(|store| *store != "ecr-login").map(str::to_owned) {
        removed |= erase(&store, &keys, &connection.env).await?;
    }
    removed |= config.remove(&keys)?;
    if config.holds(&keys) {
        return Err(Error::new(Code::StillLoggedIn, format!("{} still holds a login for {host}.", file.display())));
    }
    Ok(if removed { Status::Removed } else { Status::NotFound })
}
