//! A login for an image that a kubelet pulls.

use super::clock::now;
use super::kept::LONGEST_LIFE;
use super::server::Server;
use super::verbs::{Helper, Whose};
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::secret::Secret;
use crate::base::share::Share;
use crate::session::connection::ServiceAccount;
use std::time::Duration;

/// A kubelet gives a provider one minute; it should hear why there is no login.
const LIMIT: Duration = Duration::from_secs(50);

/// What a kubelet is given.
pub struct Pulled {
    /// The registry of the image, with its port.
    pub registry: String,
    /// User name and password; none where nobody logs in.
    pub login: Option<(String, Secret)>,
    /// How long it serves without being asked for anew: a share of what is left of it, half at most.
    pub serves_for: Option<Duration>,
}

impl Pulled {
    fn without_login(registry: String) -> Self {
        Pulled { registry, login: None, serves_for: None }
    }
}

impl Helper {
    /// The login for an image, on behalf of a pod's service account where one is given.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn pull(&self, image: &str, account: Option<ServiceAccount>) -> Result<Pulled, Error> {
        let asked = tokio::time::timeout(LIMIT, self.pulled(image, account)).await;
        asked.unwrap_or_else(|_| {
            let message = format!("There is no login for {} after {} seconds.", printable(image), LIMIT.as_secs());
            Err(Error::new(Code::ReadTimeout, message))
        })
    }

    async fn pulled(&self, image: &str, account: Option<ServiceAccount>) -> Result<Pulled, Error> {
        let server = Server::of(image);
        let registry = server.address.clone().unwrap_or_default();
        let (host, id, mut connection) = match self.whose(&server) {
            Whose::Ours(host, id, connection) => (host, id, connection),
            Whose::Anonymous(_) => return Ok(Pulled::without_login(registry)),
            Whose::Others => {
                let message = format!("The image {} lies in no registry of ECR.", printable(image));
                let remedy = "Lead its host to one in registries.json, or take it out of matchImages.";
                return Err(Error::new(Code::InvalidRegistryName, message).hint(remedy));
            }
        };
        if let (Some(_), Some(line)) = (&account, &mut connection.line) {
            // The pod's own role pulls: the map names one for those who have none.
            line.role = None;
        }
        connection.service_account = account;
        let Some(got) = self.errand(&server, host, id, *connection).fetch().await? else {
            return Ok(Pulled::without_login(registry));
        };
        let left = got.ends_at.map(|end| end.saturating_sub(now()).clamp(0, LONGEST_LIFE));
        Ok(Pulled {
            registry,
            login: Some((got.given.username, got.given.secret)),
            serves_for: left.map(|left| Share::drawn().of(Duration::from_secs(left.unsigned_abs()))),
        })
    }
}
