//! All places that one client takes its logins from.

use super::fallbacks;
use super::listed::Listed;
use super::place::Place;
use super::shelf::Shelf;
use super::sought::Sought;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::Error;
use crate::base::log_line::LogLine;
use std::collections::HashSet;
use std::time::Duration;

/// The places of a client, read, in the order in which it looks into them.
pub struct Shelves<'a> {
    shelves: Vec<Shelf<'a>>,
    /// What is wrong with those after the first.
    errors: Vec<Error>,
}

impl<'a> Shelves<'a> {
    /// Reads the place of a client, and those that it looks into after it.
    ///
    /// # Errors
    /// [`crate::base::error::Code::ClientConfigInvalid`] for the first.
    pub fn read(tool: Tool, place: Place, env: &'a Environment, limit: Duration) -> Result<Self, Error> {
        let mut places = fallbacks::read(tool, place, env).into_iter();
        let first = places.next().map(|place| Shelf::read(tool, place, env, limit)).transpose()?;
        let (mut shelves, mut errors) = (Vec::from_iter(first), Vec::new());
        for place in places {
            match Shelf::read(tool, place, env, limit) {
                Ok(shelf) => shelves.push(shelf),
                Err(error) => errors.push(error),
            }
        }
        Ok(Shelves { shelves, errors })
    }

    /// The logins that the client takes, each with its place: what an earlier place has, later ones are not asked for.
    pub async fn list(&self, sought: &Sought, log: &mut Vec<LogLine>) -> (Vec<(&Shelf<'a>, Listed)>, Vec<Error>) {
        let (mut found, mut errors, mut seen) = (Vec::new(), self.errors.clone(), HashSet::new());
        for shelf in &self.shelves {
            let (logins, more) = shelf.list(sought, log).await;
            found.extend(logins.into_iter().filter(|one| seen.insert(one.registry.clone())).map(|one| (shelf, one)));
            errors.extend(more);
        }
        (found, errors)
    }

    /// Whether a helper makes a login to whichever registry of ECR.
    pub fn make_all(&self) -> bool {
        self.shelves.iter().any(Shelf::makes_all)
    }

    /// Where the logins lie, for messages.
    pub fn told(&self) -> String {
        self.shelves.iter().map(Shelf::told).collect::<Vec<_>>().join(", ")
    }
}
