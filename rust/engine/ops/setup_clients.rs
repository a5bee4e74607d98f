//! The helper in the clients' configs, as installing puts it there.

use crate::base::error::Error;
use crate::base::shown::shown;
use crate::client::helper_config::{Chain, Target, Wish, chain, install, install_chain, overruling_file};
use crate::client::next::{Next, NextStore};
use crate::client::protocol::{ECR_LOGIN, OURS};
use crate::client::tool::Tool;
use crate::ops::setup_work::SetupWork;
use crate::session::map::Map;
use std::time::Duration;

impl SetupWork<'_> {
    /// Puts the helper into the file of some clients.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn put_into(&mut self, target: &Target, wish: &Wish<'_>) -> Result<(), Error> {
        let mut config = self.record.config(&target.file).clone();
        let had_store = config.store.is_some();
        let (record, env) = (&mut self.record, self.env);
        let step = install(&mut config, wish, self.dry, |config| {
            record.config(&config.path).clone_from(config);
            record.write(env)
        })
        .await?;
        if let Some(before) = config.store.as_ref().filter(|_| !had_store) {
            let passes = before.before.clone().filter(|name| !["", OURS, ECR_LOGIN].contains(&name.as_str()));
            let next = self.record.next.take().filter(|next| next != "file").or(passes);
            self.record.next = Some(next.unwrap_or_else(|| "file".to_owned()));
        }
        *self.record.config(&target.file) = config;
        self.record.configs.retain(|config| config.store.is_some() || !config.helpers.is_empty());
        self.keep()?;
        if let Some(step) = step {
            let what = self.told(wish);
            self.changed(&format!("Set {what} of {}", names_of(&target.tools)), &target.file);
            if let Some(foreign) = step.foreign() {
                let message = format!("{} was written in {foreign}, which clients do not read.", shown(&target.file));
                self.warn(format!("{message} It is plain UTF-8 now."));
            }
        }
        if wish.as_store {
            self.tell_missing_next();
        }
        self.tell_overruled(target, wish.hosts);
        Ok(())
    }

    /// Makes the helper the store of podman and its like, which have a list of helpers in place of credsStore.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn chain_up(&mut self) -> Result<(), Error> {
        if !cfg!(target_os = "linux") {
            self.warn(
                "podman, buildah and skopeo know no credsStore; on this system they are served by credHelpers alone: name \
                 the registries with -RegistryId."
                    .to_owned(),
            );
            return Ok(());
        }
        match chain(self.env)? {
            Chain::Ours(_) => {}
            Chain::Others(file) => self.warn(format!(
                "podman, buildah and skopeo know no credsStore, and their list of helpers in {} was written by somebody \
                 else. Put \"{OURS}\" first into credential-helpers there.",
                shown(&file)
            )),
            Chain::None(file) => {
                let after = install_chain(&file, self.dry)?;
                self.record.own(&file, after);
                self.keep()?;
                self.changed("Write the list of helpers of podman, buildah and skopeo (they know no credsStore)", &file);
            }
        }
        Ok(())
    }

    /// The store that was taken over is asked for other registries, unless the map names another.
    fn tell_missing_next(&mut self) {
        let is_left_to_us = Map::read(self.env).is_ok_and(|map| *map.next() == Next::Auto);
        let next = self.record.next.as_deref().filter(|_| is_left_to_us).and_then(Next::of);
        let store = next.map(|next| NextStore::new(&next, self.env, Duration::ZERO));
        if let Some(error) = store.as_ref().and_then(NextStore::missing) {
            self.warn(format!("{} {}", error.message, error.hint));
        }
    }

    fn told(&self, wish: &Wish<'_>) -> String {
        let helpers = (!wish.as_store).then(|| format!("credHelpers for {}", wish.hosts.join(", ")));
        let next = self.record.next.as_deref().unwrap_or("file");
        helpers.unwrap_or_else(|| match next {
            "file" => "credsStore (with a file of its own for other registries)".to_owned(),
            next => format!("credsStore (with '{next}' after it for other registries)"),
        })
    }

    fn tell_overruled(&mut self, target: &Target, hosts: &[String]) {
        for (tool, host) in target.tools.iter().flat_map(|tool| hosts.iter().map(move |host| (*tool, host))) {
            if let Some(file) = overruling_file(tool, host, &target.file, self.env) {
                self.warn(format!(
                    "{} takes a login for {host} from {} before it asks the helper. Take it out with \
                     Disconnect-ECRRegistry {host} -Tool {}.",
                    tool.name(),
                    shown(&file),
                    tool.name()
                ));
            }
        }
    }
}

/// The names of clients, as they are spoken of.
pub fn names_of(tools: &[Tool]) -> String {
    if tools.is_empty() {
        return "a client".to_owned();
    }
    tools.iter().map(|tool| tool.name()).collect::<Vec<_>>().join(", ")
}
