//! Numbers with check characters, and a small generator of digits that is the same each time.

/// GB 32100: places 1–17 by their weights.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// GB 11714: the eight places of the organisation code.
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
/// GB 11643.
const ID_WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// A sound credit code of an enterprise registered in the city, from a serial number.
pub(crate) fn credit_code(serial: u32) -> String {
    let organisation = format!("MA0{:05}", 41_000 + serial * 37);
    let sum: usize = organisation
        .bytes()
        .zip(ORGANISATION_WEIGHTS)
        .map(|(byte, weight)| value(byte, b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") * weight)
        .sum();
    let check = match (11 - sum % 11) % 11 {
        10 => 'X'.to_string(),
        digit => digit.to_string(),
    };
    let front = format!("91140800{organisation}{check}");
    let sum: usize = front
        .bytes()
        .zip(WEIGHTS)
        .map(|(byte, weight)| value(byte, ALPHABET) * weight)
        .sum();
    let last = ALPHABET.get((31 - sum % 31) % 31).copied().unwrap_or(b'0');
    format!("{front}{}", char::from(last))
}

fn value(byte: u8, alphabet: &[u8]) -> usize {
    alphabet.iter().position(|letter| *letter == byte).unwrap_or(0)
}

/// A sound, invented identity number of that day of birth (YYYYMMDD).
pub(crate) fn identity_number(born: &str) -> String {
    let front = format!("140802{born}257");
    let sum: usize = front
        .bytes()
        .zip(ID_WEIGHTS)
        .map(|(byte, weight)| usize::from(byte - b'0') * weight)
        .sum();
    let last = b"10X98765432".get(sum % 11).copied().unwrap_or(b'0');
    format!("{front}{}", char::from(last))
}

/// A linear congruential generator: no clock, no entropy.
pub(crate) struct Dice(u64);

impl Dice {
    /// Starts from a seed.
    pub(crate) fn new(seed: u64) -> Dice {
        // Neighbouring seeds must not give neighbouring numbers.
        let mixed = (seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (seed << 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mut dice = Dice(mixed ^ (mixed >> 31));
        for _ in 0..4 {
            dice.below(7);
        }
        dice
    }

    /// A number from 0 to `limit` − 1.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    /// One of the list.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}
