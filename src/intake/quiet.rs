//! Calls a library that may panic on bad input, without a word on the screen.

use std::cell::Cell;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::sync::Once;

use crate::intake::grid::Refused;
use crate::intake::refuse;

thread_local! {
    /// Whether this thread is inside `attempt`.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Runs `read`; a panic becomes a refusal that names the library. Other threads' panics are printed as ever.
pub(super) fn attempt<T>(library: &str, read: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    let was = QUIET.replace(true);
    // What was being read is dropped with the panic, so no half-changed state is ever looked at.
    let outcome = panic::catch_unwind(AssertUnwindSafe(read));
    QUIET.set(was);
    outcome.unwrap_or_else(|_| Err(refuse::inside(library)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_refusal() {
        let index = [1].len();
        let refused = attempt("某库", || Ok([1, 2][index + 1])).unwrap_err();
        assert!(refused.reason.contains("某库"));
        assert_eq!(attempt("某库", || Ok(1)), Ok(1));
    }
}
