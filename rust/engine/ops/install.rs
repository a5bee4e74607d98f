//! Installs the credential helper: a copy of its program, lines of the map, and its name in the clients' configs.

use crate::base::error::{Error, invalid};
use crate::base::log_line::LogLine;
use crate::base::shown::shown;
use crate::client::helper_config::{
    Chain, Record, Target, Wish, add_line, chain, check_config, check_folder, check_profile, copy, file_name,
    file_with_line, install, install_chain, line_for, overruling_file, profile_file, targets,
};
use crate::client::next::{Next, NextStore};
use crate::client::protocol::{ECR_LOGIN, OURS};
use crate::client::tool::Tool;
use crate::message::request::Request;
use crate::message::setup::Setup;
use crate::ops::helper_registries::{Asked, Registries, registries};
use crate::ops::setup_work::SetupWork;
use crate::session::halt::Halt;
use crate::session::map::{Map, NewLine, add_lines, users_file};
use std::path::Path;
use std::time::Duration;

/// Installs the helper, or says what that would change.
///
/// # Errors
/// What is wrong with a name, a file or the program; what was done by then is written down, and can be undone.
pub async fn install_helper(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Setup, Halt> {
    let dry = request.plan.unwrap_or_default();
    let program = request.helper_path.take().ok_or_else(|| invalid("The request names no program of the helper."))?;
    let tools = request.tools.take().unwrap_or_default();
    let as_store = request.as_store.unwrap_or_default();
    let add_to_path = request.add_to_path.unwrap_or_default();
    let Asked { connection, options, registries } = registries(request, log).await?;
    let env = &connection.env;
    let targets = targets(&tools, options.wanted().config_path, env).await?;
    check_folder(env)?;
    targets.iter().try_for_each(|target| check_config(&target.file))?;
    if let Some(file) = profile_file(env).filter(|_| add_to_path && !cfg!(windows)) {
        check_profile(&file)?;
    }
    let _lock = if dry { None } else { Some(Record::lock(env).await?) };
    let mut work = SetupWork::new(env, dry, log)?;
    work.copy_program(Path::new(&program))?;
    work.write_map(&registries.lines)?;
    for target in &targets {
        work.set_up(target, &registries, as_store).await?;
    }
    work.put_on_path(add_to_path)?;
    work.setup.registries = registries.hosts;
    Ok(work.done())
}

impl SetupWork<'_> {
    fn copy_program(&mut self, from: &Path) -> Result<(), Error> {
        let copied = copy(from, self.env, self.dry)?;
        self.setup.program = Some(shown(&copied.path));
        self.setup.folder = copied.path.parent().map(shown);
        self.record.own(&copied.path, copied.after);
        self.keep()?;
        if !copied.was_there {
            self.changed("Copy the credential helper", &copied.path);
        }
        Ok(())
    }

    fn write_map(&mut self, lines: &[NewLine]) -> Result<(), Error> {
        if lines.is_empty() {
            return Ok(());
        }
        let path = users_file(self.env)?;
        let mut map = self.record.map(&path).clone();
        let (record, env) = (&mut self.record, self.env);
        let step = add_lines(&mut map, lines, self.dry, |map| {
            record.map(&map.path).clone_from(map);
            record.write(env)
        })?;
        *self.record.map(&path) = map;
        self.record.maps.retain(|map| !map.lines.is_empty());
        self.keep()?;
        if step.is_some() {
            let hosts: Vec<&str> = lines.iter().map(|line| line.pattern.as_str()).collect();
            self.changed(&format!("Write lines of the map for {}", hosts.join(", ")), &path);
        }
        Ok(())
    }

    async fn set_up(&mut self, target: &Target, registries: &Registries, as_store: bool) -> Result<(), Error> {
        let of_containers = target.tools.iter().all(|tool| tool.is_of_containers());
        if as_store && target.tools.iter().any(|tool| tool.is_of_containers()) {
            self.chain_up()?;
        }
        let wish = Wish { hosts: &registries.hosts, as_store: as_store && !of_containers };
        let names = names_of(&target.tools);
        if registries.is_own_unasked {
            self.changed(&format!("Set credHelpers of {names} for the caller's own registry"), &target.file);
        }
        if wish.hosts.is_empty() && !wish.as_store {
            return Ok(());
        }
        let mut config = self.record.config(&target.file).clone();
        let had_store = config.store.is_some();
        let (record, env) = (&mut self.record, self.env);
        let step = install(&mut config, &wish, self.dry, |config| {
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
            let what = self.told(&wish);
            self.changed(&format!("Set {what} of {names}"), &target.file);
            if let Some(foreign) = step.foreign() {
                let message = format!("{} was written in {foreign}, which clients do not read.", shown(&target.file));
                self.warn(format!("{message} It is plain UTF-8 now."));
            }
        }
        if wish.as_store {
            self.tell_missing_next();
        }
        self.tell_overruled(target, &registries.hosts);
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

    /// podman and its like have a list of helpers in place of credsStore.
    fn chain_up(&mut self) -> Result<(), Error> {
        if !cfg!(target_os = "linux") {
            self.warn(
                "podman, buildah and skopeo know no credsStore; on this system they are served by credHelpers alone: name \
                 the registries with -RegistryId."
                    .to_owned(),
            );
            return Ok(());
        }
        match chain(self.env)? {
            Chain::Ours => {}
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

    fn put_on_path(&mut self, add: bool) -> Result<(), Error> {
        let Some(folder) = self.setup.folder.clone() else { return Ok(()) };
        let folder = Path::new(&folder);
        self.setup.is_on_path = self.env.has_on_path(folder);
        self.setup.changes_path = add && !self.setup.is_on_path;
        if cfg!(windows) {
            self.record.on_user_path |= self.setup.changes_path;
            self.keep()?;
        } else if let (true, Some(file)) = (add, profile_file(self.env))
            && let Some(done) = add_line(&file, &line_for(folder, self.env), self.dry)?
        {
            self.record.shell = Some(done);
            self.keep()?;
            self.changed("Put the helper's folder on PATH", &file);
        }
        if !add && !self.setup.is_on_path {
            self.tell_not_on_path(folder);
        }
        let first = self.env.find(file_name().trim_end_matches(".exe"));
        if let Some(first) = first.filter(|first| self.setup.is_on_path && first.parent() != Some(folder)) {
            self.warn(format!("{} comes first on PATH; clients take that one.", shown(&first)));
        }
        Ok(())
    }

    fn tell_not_on_path(&mut self, folder: &Path) {
        let message = format!("{} is not on PATH, so clients do not find the helper there.", shown(folder));
        let remedy = match (file_with_line(folder, self.env), profile_file(self.env).filter(|_| !cfg!(windows))) {
            (Some(file), _) => format!("{} puts it there: open a new login shell.", shown(&file)),
            (None, Some(file)) => {
                let line = line_for(folder, self.env);
                format!("-AddToPath puts it there, and so does this line in {}: {line}.", shown(&file))
            }
            (None, None) => "-AddToPath puts it there.".to_owned(),
        };
        self.warn(format!("{message} {remedy}"));
    }
}

fn names_of(tools: &[Tool]) -> String {
    tools.iter().map(|tool| tool.name()).collect::<Vec<_>>().join(", ")
}
