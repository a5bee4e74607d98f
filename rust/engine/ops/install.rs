//! Installs the credential helper: a copy of its program, lines of the map, and its name in the clients' configs.

use crate::base::error::{Error, invalid};
use crate::base::log_line::LogLine;
use crate::client::helper_config::{
    Record, Target, Wish, check_config, check_folder, check_profile, profile_file, targets,
};
use crate::message::request::Request;
use crate::message::setup::Setup;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::connection_of;
use crate::ops::helper_registries::{Registries, registries};
use crate::ops::install_again::{install_again, says_nothing};
use crate::ops::setup_clients::names_of;
use crate::ops::setup_work::SetupWork;
use crate::session::halt::Halt;
use crate::session::map::{NewLine, add_lines, users_file};
use std::path::Path;

/// Installs the helper, or says what that would change. A request that says nothing does again what is written down.
///
/// # Errors
/// What is wrong with a name, a file or the program; what was done by then is written down, and can be undone.
pub async fn install_helper(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Setup, Halt> {
    let dry = request.plan.unwrap_or_default();
    let program = request.helper_path.take().ok_or_else(|| invalid("The request names no program of the helper."))?;
    let program = Path::new(&program);
    let says_nothing = says_nothing(request);
    let tools = request.tools.take().unwrap_or_default();
    let as_store = request.as_store.unwrap_or_default();
    let add_to_path = request.add_to_path.unwrap_or_default();
    let connection = connection_of(request)?;
    let env = &connection.env;
    if says_nothing && Record::read(env)?.has_a_client() {
        check_folder(env)?;
        let _lock = if dry { None } else { Some(Record::lock(env).await?) };
        let mut work = SetupWork::new(env, dry, log)?;
        install_again(&mut work, program, add_to_path).await?;
        return Ok(work.done());
    }
    let options = ClientOptions::from(request, &connection)?;
    let registries = registries(request, &connection, &options, log).await?;
    let targets = targets(&tools, options.wanted().config_path, env).await?;
    check_folder(env)?;
    targets.iter().try_for_each(|target| check_config(&target.file))?;
    if let Some(file) = profile_file(env).filter(|_| add_to_path && !cfg!(windows)) {
        check_profile(&file)?;
    }
    let _lock = if dry { None } else { Some(Record::lock(env).await?) };
    let mut work = SetupWork::new(env, dry, log)?;
    work.find_unknown(&targets)?;
    work.copy_program(program)?;
    work.write_map(&registries.lines)?;
    for target in &targets {
        work.set_up(target, &registries, as_store).await?;
    }
    work.put_on_path(add_to_path)?;
    work.setup.registries = registries.hosts;
    Ok(work.done())
}

impl SetupWork<'_> {
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
        if registries.is_own_unasked {
            let names = names_of(&target.tools);
            self.changed(&format!("Set credHelpers of {names} for the caller's own registry"), &target.file);
        }
        if wish.hosts.is_empty() && !wish.as_store {
            return Ok(());
        }
        self.put_into(target, &wish).await
    }
}
