//! Looks from outside at how long a file takes: a reader that never ends cannot tell of itself.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;
use std::time::Instant;

/// What is being read: its label, its bytes, since when.
type Current = Option<(String, Vec<u8>, Instant)>;

/// The watch.
pub struct Watch(Arc<Mutex<Current>>);

impl Watch {
    /// Starts looking; a file that takes longer than `most` ends the process.
    pub fn start(most: Duration) -> Watch {
        let current: Arc<Mutex<Current>> = Arc::default();
        let seen = Arc::clone(&current);
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(200));
                if let Some((label, bytes, since)) = &*seen.lock().unwrap()
                    && since.elapsed() > most
                {
                    leave(label, bytes);
                    eprintln!("{label} takes longer than {} s", most.as_secs());
                    std::process::exit(1);
                }
            }
        });
        Watch(current)
    }

    /// A file is being read from now on.
    pub fn begin(&self, label: &str, bytes: &[u8]) {
        *self.0.lock().unwrap() = Some((label.to_owned(), bytes.to_vec(), Instant::now()));
    }

    /// It has been read; how long it took.
    pub fn end(&self) -> Duration {
        let current = self.0.lock().unwrap().take();
        current.map_or(Duration::ZERO, |(_, _, since)| since.elapsed())
    }
}

/// Leaves a failing variant to be looked at.
pub fn leave(label: &str, bytes: &[u8]) {
    let folder = Path::new(crate::LEFT);
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(label), bytes).unwrap();
    eprintln!("left in {}", folder.join(label).display());
}

/// The most memory that the process had at any time, where the system tells it.
pub fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not known here".to_owned(), |peak| peak.trim().to_owned())
}
