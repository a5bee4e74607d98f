//! The client of a request: its program, what it is in truth, and where it keeps its logins.

use super::place::Place;
use super::shim;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use std::path::{Path, PathBuf};

/// A client that is there.
pub struct Found {
    pub tool: Tool,
    pub program: PathBuf,
    pub place: Place,
    /// Whether its program is called docker and is another client.
    pub is_shim: bool,
}

/// What a user says of a client.
pub struct Wanted<'a> {
    pub tool: Option<Tool>,
    pub tool_path: Option<&'a Path>,
    pub config_path: Option<&'a Path>,
}

/// Finds a client.
///
/// # Errors
/// [`crate::base::error::Code::ToolNotFound`], or what is wrong with the place that the user named.
pub async fn find(wanted: &Wanted<'_>, env: &Environment) -> Result<Found, Error> {
    let (tool, program) = Tool::find(wanted.tool, wanted.tool_path, env)?;
    if tool == Tool::Docker
        && let Some(tool) = shim::behind(&program, env).await
    {
        let place = Place::behind_docker(tool, wanted.config_path, env)?;
        return Ok(Found { tool, program, place, is_shim: true });
    }
    Ok(Found { tool, program, place: Place::of(tool, wanted.config_path, env)?, is_shim: false })
}

/// Where a client keeps its logins, whether it is there or not; docker's place, where none is found and none named.
///
/// # Errors
/// What is wrong with the place that the user named.
pub async fn place_of(wanted: &Wanted<'_>, env: &Environment) -> Result<(Tool, Place), Error> {
    match (find(wanted, env).await, wanted.tool, wanted.config_path) {
        (_, None, Some(path)) => Ok(Place::told_by(path)),
        (Ok(found), ..) => Ok((found.tool, found.place)),
        (Err(error), tool, path) if error.code == Code::ToolNotFound => {
            let tool = tool.unwrap_or(Tool::Docker);
            Ok((tool, Place::of(tool, path, env)?))
        }
        (Err(error), ..) => Err(error),
    }
}
