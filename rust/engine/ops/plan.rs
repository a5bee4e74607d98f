//! What logging in or out would do: everything is checked that can be without asking anybody.

use crate::base::error::Code;
use crate::base::log_line::{Level, LogLine};
use crate::client::found::{find, place_of};
use crate::client::logout::Places;
use crate::message::answer::{Plan, Planned};
use crate::message::request::{Op, Request};
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::connection_of;
use crate::ops::disconnect::{Registry, registry, unnamed};
use crate::ops::groups::{groups, texts_of};
use crate::ops::mapped::{Mapped, texts};
use crate::ops::names::{self, Names};
use crate::ops::padding::padded;
use crate::registry::name::Name;
use crate::registry::partitions;
use crate::registry::reference::PUBLIC_HOST;
use crate::registry::target::Target;
use crate::session::halt::Halt;
use crate::session::region::known_region;

/// The hosts that a request to log in or out is about, as far as they are known.
///
/// # Errors
/// As the request itself, but for what only a service can say.
pub async fn plan(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Plan, Halt> {
    let written = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
    // What is to be known before leave is given; the rest is told once it is done.
    log.extend(padded(&written).into_iter().filter(|line| line.level == Level::Warning));
    let written = texts_of(written);
    let logs_in = request.op == Op::Connect;
    let mut regions = request.regions.take().unwrap_or_default();
    let connection = connection_of(request)?;
    let mut mapped = Mapped::of(&connection, &texts(&written)).await?;
    let Names { good, failures } = names::read(&written, |text| {
        let registry = if logs_in { mapped.parse(text).map(Registry::Named) } else { registry(text) };
        Ok((text.to_owned(), registry?))
    })?;
    let options = ClientOptions::from(request, &connection)?;
    options.check_address(good.len() * regions.len().max(1))?;
    let is_here = !request.remote.unwrap_or_default();
    if logs_in {
        if options.no_client {
            place_of(&options.wanted(), &connection.env).await?;
        } else if is_here {
            find(&options.wanted(), &connection.env).await?;
        }
        let names = good.iter().filter_map(|(_, registry)| ecr_name(registry)).collect();
        groups(&connection, names, &regions, &mut mapped).await?;
    } else if is_here {
        Places::of(&options.wanted(), &connection.env, options.limit).await?;
    }
    let are_named = !regions.is_empty();
    // Hosts name their own.
    let mut no_region = None;
    if !are_named {
        match known_region(&connection).await {
            Ok(known) => regions.extend(known),
            Err(error) if error.code == Code::NoRegion => no_region = Some(error).filter(|_| logs_in),
            Err(error) => return Err(error.into()),
        }
    }
    let mut planned = Vec::with_capacity(good.len());
    for (name, registry) in good {
        let own = match &registry {
            Registry::Named(Name::Account(id)) if !are_named => {
                let own = mapped.region_of(&connection, id).await;
                if let Some(error) = no_region.take_if(|_| own.is_none()) {
                    return Err(error.into());
                }
                own
            }
            _ => None,
        };
        let hosts = hosts_of(&registry, own.as_ref().map_or(&regions, std::slice::from_ref), &options);
        planned.push(Planned { name: Some(name), hosts });
    }
    let hosts = |registry: &Registry| hosts_of(registry, &regions, &options);
    if planned.is_empty() {
        let public = Registry::Other(PUBLIC_HOST.to_owned());
        let address = options.server_address().map(|address| vec![address.host.clone()]);
        let hosts = address.unwrap_or_else(|| if connection.public { hosts(&public) } else { Vec::new() });
        if hosts.is_empty() && !logs_in {
            return Err(unnamed().into());
        }
        if let Some(error) = no_region.filter(|_| !connection.public) {
            return Err(error.into());
        }
        planned.push(Planned { name: None, hosts });
    }
    Ok(Plan { planned, failures })
}

fn ecr_name(registry: &Registry) -> Option<Name> {
    match registry {
        Registry::Named(name) => Some(name.clone()),
        Registry::Other(_) => None,
    }
}

fn hosts_of(registry: &Registry, regions: &[String], options: &ClientOptions) -> Vec<String> {
    let bases = match registry {
        Registry::Other(host) => vec![host.clone()],
        Registry::Named(Name::Host(host)) => vec![host.name.clone()],
        Registry::Named(Name::Account(id)) => regions.iter().map(|region| partitions::host_of(id, region)).collect(),
    };
    let targets = bases.into_iter().flat_map(|host| options.targets(Target { host, plain_http: false }));
    targets.map(|target| target.host).collect()
}
