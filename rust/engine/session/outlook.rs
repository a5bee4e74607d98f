//! What a connection would ask, found without asking anybody.

use crate::base::error::Error;
use crate::service::endpoint::{self, Api};
use crate::service::private::Ecr;
use crate::service::public::EcrPublic;
use crate::session::connection::Connection;
use crate::session::open::profile_of;
use crate::session::settings::Settings;

/// What a connection would ask.
pub struct Outlook {
    /// The profile in force, where there is one.
    pub profile: Option<String>,
    /// The region; none where only instance metadata could tell.
    pub region: Option<String>,
    /// The endpoint in that region.
    pub endpoint: Option<String>,
}

impl Outlook {
    /// Reads the files and settles what follows from them.
    ///
    /// # Errors
    /// What is wrong with the files, the profile, the region or the endpoint.
    pub async fn of(connection: &Connection) -> Result<Self, Error> {
        let settings = Settings::read(connection).await?;
        let profile = profile_of(&settings);
        let Some(region) = settings.region(connection)? else {
            return Ok(Outlook { profile, region: connection.fallback_region.clone(), endpoint: None });
        };
        let sdk = settings.loader(&connection.env).region(region.clone()).no_credentials().load().await;
        let api = if connection.public { Api::Public } else { Api::Private };
        let found = endpoint::settle(&sdk, api, connection.endpoint_url.as_deref(), connection.host_endpoint)?;
        let endpoint = match api {
            Api::Private => Ecr::url(&sdk, &found).await,
            Api::Public => EcrPublic::url(&sdk, &found).await,
        };
        Ok(Outlook { profile, region: Some(region.to_string()), endpoint })
    }
}
