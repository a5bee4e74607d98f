//! The AWS SDK for .NET's own store of profiles, in which AWS Tools for PowerShell keeps them: role profiles of SAML
//! everywhere, keys on Windows, where they are encrypted for the user.

use crate::base::environment::Environment;
use crate::base::files;
use crate::base::log_line::{Level, LogLine};
use crate::base::own_folder::local_folder;
use crate::base::printable::printable;
use crate::base::secret::Secret;
use crate::base::stamp::Stamp;
use crate::base::text::decode;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file of the store's profiles, and that of the identity providers that some of them name.
const ACCOUNTS: &str = "RegisteredAccounts.json";
const PROVIDERS: &str = "SAMLEndpoints.json";

/// A profile of the store.
#[derive(Debug)]
pub struct StoreProfile {
    /// Its name as the store has it.
    pub name: String,
    /// Its region, where it has one.
    pub region: Option<String>,
    /// Its credentials.
    pub kind: Kind,
}

/// What a profile of the store holds.
#[derive(Debug)]
pub enum Kind {
    /// A key pair, with its session token if it has one.
    Keys(Secret, Secret, Option<Secret>),
    /// A role of a SAML identity provider.
    Saml {
        /// The provider's URL.
        endpoint: String,
        /// How it is signed in at.
        authentication_type: Option<String>,
        /// The role, where the profile names one.
        role_arn: Option<String>,
        /// The user, where the profile names one.
        user_identity: Option<String>,
    },
}

/// What was looked at for a profile.
#[derive(Debug, Default)]
pub struct Searched {
    /// The profile, if the store has it.
    pub profile: Option<StoreProfile>,
    /// The files of the store, to notice changes.
    pub stamps: Vec<Stamp>,
    /// What could not be read.
    pub log: Vec<LogLine>,
}

/// Looks for a profile by its name, whose case does not matter to the SDK.
pub fn search(env: &Environment, name: &str) -> Searched {
    let mut searched = Searched::default();
    let Some(folder) = folder(env) else { return searched };
    let Some(account) = entry(&folder.join(ACCOUNTS), name, &mut searched) else { return searched };
    let kind = match account.get("EndpointName") {
        Some(provider) => {
            entry(&folder.join(PROVIDERS), provider, &mut searched).and_then(|provider| saml(&account, provider))
        }
        None => keys(&account),
    };
    searched.profile = kind.map(|kind| StoreProfile {
        name: account.get("DisplayName").cloned().unwrap_or_default(),
        region: account.get("Region").cloned(),
        kind,
    });
    searched
}

/// The files of the store, whether they are there or not.
pub fn files(env: &Environment) -> Vec<PathBuf> {
    let folder = folder(env).into_iter();
    folder.flat_map(|folder| [ACCOUNTS, PROVIDERS].map(|file| folder.join(file))).collect()
}

type Fields = BTreeMap<String, String>;

fn saml(account: &Fields, mut provider: Fields) -> Option<Kind> {
    Some(Kind::Saml {
        endpoint: provider.remove("Endpoint")?,
        authentication_type: provider.remove("AuthenticationType"),
        role_arn: account.get("RoleArn").cloned(),
        user_identity: account.get("UserIdentity").cloned(),
    })
}

fn keys(account: &Fields) -> Option<Kind> {
    let value = |name| account.get(name).and_then(|sealed| unseal(sealed));
    Some(Kind::Keys(value("AWSAccessKey")?, value("AWSSecretKey")?, value("SessionToken")))
}

/// Where .NET has the user's local application data.
fn folder(env: &Environment) -> Option<PathBuf> {
    let data = if cfg!(windows) {
        local_folder(env)?
    } else if cfg!(target_os = "macos") {
        env.home()?.join("Library/Application Support")
    } else {
        let named = env.get("XDG_DATA_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
        named.or_else(|| Some(env.home()?.join(".local/share")))?
    };
    data.is_absolute().then(|| data.join("AWSToolkit"))
}

/// A field of an entry; only texts are of use.
#[derive(Deserialize)]
#[serde(untagged)]
enum Field {
    Text(String),
    Other(serde::de::IgnoredAny),
}

/// The entry of a file that bears a name, without its empty fields.
fn entry(path: &Path, name: &str, searched: &mut Searched) -> Option<Fields> {
    searched.stamps.push(Stamp::of(path.to_owned()));
    let bytes = match files::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(_) => return unreadable(path, searched),
    };
    let Ok(entries) = serde_json::from_str::<BTreeMap<String, BTreeMap<String, Field>>>(&decode(&bytes)) else {
        return unreadable(path, searched);
    };
    entries
        .into_values()
        .map(texts)
        .find(|fields| fields.get("DisplayName").is_some_and(|display| display.to_lowercase() == name.to_lowercase()))
}

fn texts(entry: BTreeMap<String, Field>) -> Fields {
    let texts = entry.into_iter().filter_map(|(name, field)| match field {
        Field::Text(text) if !text.is_empty() => Some((name, text)),
        Field::Text(_) | Field::Other(_) => None,
    });
    texts.collect()
}

fn unreadable(path: &Path, searched: &mut Searched) -> Option<Fields> {
    let message = format!("The file {} cannot be read.", printable(&path.display().to_string()));
    searched.log.push(LogLine { level: Level::Verbose, message });
    None
}

/// The text that the SDK sealed for this user: UTF-16, encrypted by Windows, as hexadecimal digits.
#[cfg(windows)]
fn unseal(sealed: &str) -> Option<Secret> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let pairs = sealed.as_bytes().chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?));
    let plain = ecr_system::dpapi::unprotect(&pairs.collect::<Option<Vec<u8>>>()?).ok()?;
    let units: zeroize::Zeroizing<Vec<u16>> =
        plain.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect::<Vec<u16>>().into();
    String::from_utf16(&units).ok().map(Secret::from).filter(|text| !text.expose().is_empty())
}

/// Nothing is sealed where there is no Windows.
#[cfg(not(windows))]
fn unseal(_: &str) -> Option<Secret> {
    None
}
