//! What an office needs around the reports: a new workspace, blank forms, the templates to change, a guide.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::regulation::Policy;
use crate::report::briefs;
use crate::report::briefs::template;
use crate::report::forms;
use crate::report::names::file_name;
use crate::report::write;
use crate::rules;
use crate::settings::Settings;

use super::Error;
use super::INBOX;
use super::OUT;
use super::SETTINGS;
use super::TEMPLATES;
use super::workspace::text_of;

/// The folder of the blank forms: outside of the inbox, where they would be read.
const FORMS: &str = "表样";
/// The settings that a new workspace starts with: every key, with its default, in Chinese comments.
const DEFAULT_SETTINGS: &str = include_str!("../../templates/设置.toml");
/// A policy file in which nothing is changed yet.
const DEFAULT_POLICY: &str = include_str!("../../templates/政策.toml");
const GUIDE: &str = "使用说明.docx";

/// What was written, and what was there already and kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laid {
    /// Written.
    pub written: Vec<PathBuf>,
    /// Kept as it was.
    pub kept: Vec<PathBuf>,
}

impl Laid {
    /// Writes a file unless there is one.
    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        if path.exists() {
            self.kept.push(path.to_owned());
            return Ok(());
        }
        let failed = |source| write_error(path, source);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        // A file that is there by now is somebody's: it is not written over.
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
        std::io::Write::write_all(&mut file, bytes).map_err(failed)?;
        self.written.push(path.to_owned());
        Ok(())
    }

    fn folder(&mut self, path: &Path) -> Result<(), Error> {
        if path.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(path).map_err(|source| write_error(path, source))?;
        self.written.push(path.to_owned());
        Ok(())
    }
}

fn write_error(path: &Path, source: std::io::Error) -> Error {
    Error::Publish(crate::publish::Error::Write {
        path: path.to_owned(),
        source,
    })
}

/// A new workspace: folders, settings, a policy file, blank forms and a guide. What is there is kept.
pub fn init(folder: &Path, today: NaiveDate) -> Result<Laid, Error> {
    let mut laid = Laid::default();
    let settings = settings(folder)?;
    for name in [INBOX, OUT, TEMPLATES, FORMS] {
        let path = folder.join(name);
        if path.exists() && !path.is_dir() {
            // Before anything is made: half a workspace is none.
            return Err(write_error(&path, std::io::ErrorKind::AlreadyExists.into()));
        }
    }
    for squad in &settings.city.squads {
        laid.folder(&folder.join(INBOX).join(format!("{}专班", file_name(&squad.name))))?;
    }
    laid.folder(&folder.join(INBOX).join("综合"))?;
    laid.folder(&folder.join(OUT))?;
    laid.folder(&folder.join(TEMPLATES))?;
    laid.file(&folder.join(SETTINGS), DEFAULT_SETTINGS.as_bytes())?;
    laid.file(&folder.join(super::POLICY), DEFAULT_POLICY.as_bytes())?;
    lay_forms(&folder.join(FORMS), &settings, &mut laid)?;
    let cards: Vec<_> = rules::CATALOGUE.iter().map(|rule| rule.card).collect();
    let guide = briefs::guide::document(&settings.city, &cards, today)?;
    laid.file(&folder.join(GUIDE), &guide)?;
    Ok(laid)
}

/// Blank workbooks for every table, in the folder itself.
pub fn blank_forms(folder: &Path) -> Result<Laid, Error> {
    let mut laid = Laid::default();
    lay_forms(folder, &settings(folder)?, &mut laid)?;
    Ok(laid)
}

/// The program's own templates, in the workspace's folder of them, to be changed there.
pub fn templates(folder: &Path) -> Result<Laid, Error> {
    let mut laid = Laid::default();
    for (name, source) in template::embedded_all() {
        laid.file(&folder.join(TEMPLATES).join(name), source.as_bytes())?;
    }
    Ok(laid)
}

fn settings(folder: &Path) -> Result<Settings, Error> {
    let path = folder.join(SETTINGS);
    if !path.is_file() {
        return Ok(Settings::default());
    }
    Ok(Settings::parse(&path.display().to_string(), &text_of(&path)?)?)
}

fn lay_forms(folder: &Path, settings: &Settings, laid: &mut Laid) -> Result<(), Error> {
    for form in forms::all(&settings.city, &Policy::built_in()) {
        laid.file(&folder.join(format!("{}（表样）.xlsx", form.name)), &write::form::bytes(&form)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_of_a_new_workspace_are_the_defaults() {
        let written = Settings::parse("设置.toml", DEFAULT_SETTINGS).unwrap();
        assert_eq!(format!("{written:?}"), format!("{:?}", Settings::default()));
        // Each key that stands in a comment is one that can be set.
        let all: String = DEFAULT_SETTINGS
            .lines()
            .map(|line| match line.strip_prefix("#= ") {
                Some(setting) => format!("{setting}\n"),
                None => format!("{line}\n"),
            })
            .collect();
        let set = Settings::parse("设置.toml", &all).unwrap();
        assert!(!set.city.rates.is_empty() && !set.rules.is_empty() && !set.synonyms.is_empty());
        assert_eq!(set.calendar.len(), 1);
    }

    #[test]
    fn a_file_in_the_way_leaves_nothing_half_made() {
        let folder = tempfile::tempdir().unwrap();
        for name in [INBOX, OUT, TEMPLATES, FORMS] {
            let file = folder.path().join(name);
            fs::write(&file, "").unwrap();
            assert!(init(folder.path(), NaiveDate::default()).is_err(), "{name}");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{name}");
            fs::remove_file(file).unwrap();
        }
        init(folder.path(), NaiveDate::default()).unwrap();
    }

    #[test]
    fn the_policy_of_a_new_workspace_changes_nothing() {
        let policy = Policy::built_in().with_file("政策.toml", DEFAULT_POLICY).unwrap();
        let day = "2021-10-15".parse().unwrap();
        assert_eq!(policy.number("workdays_out", day), Policy::built_in().number("workdays_out", day));
    }
}
