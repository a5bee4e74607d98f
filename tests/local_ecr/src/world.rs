//! Everything that changes while the endpoint runs, behind one lock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::calls::{Call, Connections, Outcome};
use crate::clock;
use crate::fault::Fault;
use crate::proxy::Tunnel;
use crate::settings::{Key, Settings};

pub struct State(Mutex<World>);

impl State {
    pub fn new(settings: Settings) -> State {
        State(Mutex::new(World::new(settings)))
    }

    /// A panic elsewhere is that request's failure, not the end of the endpoint.
    pub fn lock(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub struct World {
    pub settings: Settings,
    pub calls: Vec<Call>,
    pub connections: Connections,
    /// What the proxy was asked for.
    pub tunnels: Vec<Tunnel>,
    /// Temporary keys handed out by one of the services.
    pub issued: BTreeMap<String, Key>,
    /// One-time codes that were spent.
    pub used_codes: BTreeSet<String>,
    faults_left: Option<u64>,
    serial: u64,
}

impl World {
    fn new(settings: Settings) -> World {
        World {
            faults_left: settings.fault_count,
            settings,
            calls: Vec::new(),
            connections: Connections::default(),
            tunnels: Vec::new(),
            issued: BTreeMap::new(),
            used_codes: BTreeSet::new(),
            serial: 0,
        }
    }

    /// Puts new settings in force; keys that were handed out stay known.
    pub fn set(&mut self, settings: Settings) {
        self.faults_left = settings.fault_count;
        self.settings = settings;
        self.used_codes.clear();
    }

    /// Back to the beginning, but for the connections that are open now.
    pub fn reset(&mut self) {
        self.set(Settings::default());
        self.calls.clear();
        self.tunnels.clear();
        self.issued.clear();
        self.reset_connections();
    }

    pub fn reset_connections(&mut self) {
        self.connections = Connections {
            open: self.connections.open,
            in_flight: self.connections.in_flight,
            max_in_flight: self.connections.in_flight,
            ..Connections::default()
        };
    }

    pub fn now(&self) -> SystemTime {
        clock::now(self.settings.clock_offset_s)
    }

    /// A number that was not given before.
    pub fn next(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    pub fn key(&self, access_key: &str) -> Option<&Key> {
        self.settings.keys.get(access_key).or_else(|| self.issued.get(access_key))
    }

    /// The fault that hits this call, counted down.
    pub fn take_fault(&mut self, call: &Call) -> Option<Fault> {
        let only = &self.settings.only_ids;
        if !only.is_empty() && !call.registry_ids.iter().any(|id| only.contains(id)) {
            return None;
        }
        let fault = self.settings.fault.clone()?;
        match &mut self.faults_left {
            None => Some(fault),
            Some(0) => None,
            Some(left) => {
                *left -= 1;
                Some(fault)
            }
        }
    }

    pub fn begin(&mut self, call: Call) {
        self.calls.push(call);
        let count = &mut self.connections;
        count.in_flight += 1;
        count.max_in_flight = count.max_in_flight.max(count.in_flight);
    }

    pub fn end(&mut self, number: u64, outcome: Outcome) {
        self.connections.in_flight -= 1;
        if outcome == Outcome::Aborted {
            self.connections.aborted += 1;
        }
        if let Some(call) = self.calls.iter_mut().rev().find(|call| call.number == number) {
            call.outcome = outcome;
        }
    }
}
