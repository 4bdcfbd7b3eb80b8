//! SHA-256 as receipts and other files write it, so that what one part of the program wrote another can compare.

use sha2::Digest;
use sha2::Sha256;

/// SHA-256 of bytes in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
