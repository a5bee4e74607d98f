//! Says how a registry would be asked: nobody is asked for it.

use crate::base::error::{Error, invalid};
use crate::base::shown::shown;
use crate::message::explained::Explained;
use crate::message::request::Request;
use crate::ops::connection::connection_of;
use crate::ops::helper::kept::KeptLogin;
use crate::ops::helper::kept_login;
use crate::ops::mapped::{Mapped, said_of};
use crate::registry::name::{self, Host, Name};
use crate::registry::partitions;
use crate::registry::reference::address_of;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use crate::session::map::{Line, Map};
use crate::session::outlook::Outlook;

/// Says how the one registry that a request names would be asked.
///
/// # Errors
/// As [`explain_host`], or that there is not one name.
pub async fn explain(request: &mut Request) -> Result<Explained, Halt> {
    let connection = connection_of(request)?;
    match &request.registry_ids.take().unwrap_or_default()[..] {
        [one] => Ok(explain_host(&connection, &one.text).await?),
        other => Err(invalid(format!("One registry can be explained at a time, not {}.", other.len())).into()),
    }
}

/// Says how a registry would be asked, by a host, an image or an account.
///
/// # Errors
/// What is wrong with the name, the map, the profile or the files.
pub async fn explain_host(connection: &Connection, text: &str) -> Result<Explained, Error> {
    let map = Map::read(&connection.env)?;
    let host = host_of(connection, text).await?;
    let line = map.line_of(&host);
    let registry = registry_of(&host);
    let account = registry.as_ref().map_or_else(|| line?.account.clone(), |host| host.account.clone());
    let mut explained = Explained {
        is_ecr: registry.is_some(),
        map_line: line.map(|line| line.place.clone()),
        maps: map.files().iter().map(|file| shown(file)).collect(),
        anonymous: line.is_some_and(|line| line.anonymous),
        profile: None,
        role: None,
        region: None,
        endpoint: None,
        kept_until: None,
        handed_in_at: None,
        next: map.next().to_string(),
        account,
        host,
    };
    if explained.anonymous {
        let kept = kept_login(connection, &explained.host, None, line);
        // Nothing else is given there.
        tell_kept(&mut explained, kept.filter(|kept| kept.handed_in_at().is_some()));
    }
    if !explained.anonymous && (explained.is_ecr || explained.account.is_some()) {
        let connection = asked(connection, line, registry.as_ref(), explained.account.as_deref());
        let kept = kept_login(&connection, &explained.host, explained.account.as_deref(), line);
        tell_kept(&mut explained, kept);
        let Outlook { profile, region, endpoint } = Outlook::of(&connection).await?;
        explained.role = connection.line.and_then(|line| line.role);
        (explained.profile, explained.region, explained.endpoint) = (profile, region, endpoint);
    }
    Ok(explained)
}

fn tell_kept(explained: &mut Explained, kept: Option<KeptLogin>) {
    explained.kept_until = kept.as_ref().map(KeptLogin::until);
    explained.handed_in_at = kept.as_ref().and_then(KeptLogin::handed_in_at);
}

/// The connection over which a registry would be asked.
fn asked(connection: &Connection, line: Option<&Line>, registry: Option<&Host>, account: Option<&str>) -> Connection {
    let mut asked = connection.clone();
    if let Some(line) = line {
        asked.region = asked.region.or_else(|| line.region.clone());
        asked = asked.with_line(&said_of(line, account));
    }
    if let Some(host) = registry {
        asked.region = Some(host.region.clone());
        asked.public = host.is_public();
        asked.host_endpoint = (host.fips || host.dual_stack).then_some((host.fips, host.dual_stack));
    }
    asked
}

/// The host, with its port where it has one.
async fn host_of(connection: &Connection, text: &str) -> Result<String, Error> {
    match name::parse(text) {
        Ok(Name::Host(host)) => Ok(host.name),
        Ok(Name::Account(id)) => {
            let mapped = Mapped::of(connection, &[text]).await?.region_of(connection, &id).await;
            let region = match mapped {
                Some(region) => Some(region),
                None => Outlook::of(connection).await?.region,
            };
            let wanted = || {
                invalid(format!("The account {id} has a registry in each region: name its host."))
                    .hint("Or say the region by AWS_REGION, the profile or the map.")
            };
            Ok(partitions::host_of(&id, &region.ok_or_else(wanted)?))
        }
        Err(error) => address_of(text).ok_or(error),
    }
}

fn registry_of(host: &str) -> Option<Host> {
    match name::parse(host) {
        Ok(Name::Host(host)) => Some(host),
        Ok(Name::Account(_)) | Err(_) => None,
    }
}
