//! Workbooks with a password (ECMA-376 encryption, [MS-OFFCRYPTO] 2.3.4): an OLE container around the encrypted package.
//!
//! A password is right when the verifier says so; what it opens is whole when the integrity code says so (the older standard
//! encryption has none: the checksums of the package itself then tell).

use std::time::Duration;
use std::time::Instant;

use aes::cipher::BlockCipherDecrypt;
use aes::cipher::BlockModeDecrypt;
use aes::cipher::KeyInit;
use aes::cipher::KeyIvInit;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::Hmac;
use hmac::Mac;
use sha1::Sha1;
use sha2::Digest;
use sha2::Sha256;
use sha2::Sha384;
use sha2::Sha512;

use crate::intake::grid::Refused;
use crate::intake::ole;
use crate::intake::ole::Ole;
use crate::intake::refuse;
use crate::intake::xml::Attributes;
use crate::intake::xml::Token;
use crate::intake::xml::Xml;
use crate::settings::Limits;

/// What Excel encrypts with when a workbook is only protected: it opens without asking.
const DEFAULT_PASSWORD: &str = "VelvetSweatshop";

/// Rounds of hashing beyond these are meant to keep us busy; Excel writes 100 000.
const MOST_ROUNDS: u32 = 1_000_000;

/// Rounds of the standard encryption.
const STANDARD_ROUNDS: u32 = 50_000;

/// The package is encrypted in pieces of this length.
const SEGMENT: usize = 4096;

/// AES works on blocks of this length.
const BLOCK: usize = 16;

/// What fills a key or vector that is too short.
const FILLER: u8 = 0x36;

/// What each key is derived for.
mod purpose {
    pub(super) const VERIFIER: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
    pub(super) const VERIFIER_HASH: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
    pub(super) const KEY: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];
    pub(super) const INTEGRITY_KEY: [u8; 8] = [0x5f, 0xb2, 0xad, 0x01, 0x0c, 0xb9, 0xe1, 0xf6];
    pub(super) const INTEGRITY: [u8; 8] = [0xa0, 0x67, 0x7f, 0x02, 0xb2, 0x2c, 0x84, 0x33];
}

/// The bytes of the workbook: decrypted when they are encrypted and one of the passwords opens them, else as they are.
pub(super) fn open(bytes: Vec<u8>, passwords: &[String], limits: &Limits) -> Result<Vec<u8>, Refused> {
    if !bytes.starts_with(ole::SIGNATURE) {
        return Ok(bytes);
    }
    let package = {
        let ole = Ole::open(&bytes)?;
        let (Some(info), Some(package)) = (ole.top_stream("EncryptionInfo"), ole.top_stream("EncryptedPackage")) else {
            return Ok(bytes);
        };
        let (info, package) = (ole.read(info)?.bytes, ole.read(package)?.bytes);
        let encryption = Encryption::read(&info).ok_or_else(refuse::password)??;
        let until = Instant::now() + Duration::from_secs(limits.seconds);
        let tried = std::iter::once(DEFAULT_PASSWORD).chain(passwords.iter().map(String::as_str));
        let mut key = None;
        for password in tried {
            key = encryption.key(password);
            if key.is_some() {
                break;
            }
            if Instant::now() > until {
                return Err(refuse::too_large("逐个试密码的时间"));
            }
        }
        let key = key.ok_or_else(|| {
            if passwords.is_empty() {
                refuse::password()
            } else {
                refuse::wrong_password()
            }
        })?;
        encryption.package(&key, &package)
    };
    package.ok_or_else(|| refuse::damaged("加密内容校验不符"))
}

/// How a workbook is encrypted.
enum Encryption {
    Agile(Box<Agile>),
    Standard(Standard),
}

impl Encryption {
    /// `None` for a kind that this program does not open.
    fn read(info: &[u8]) -> Option<Result<Encryption, Refused>> {
        let version = (u16_at(info, 0)?, u16_at(info, 2)?);
        match version {
            (4, 4) => match Agile::read(info.get(8..)?) {
                Ok(agile) => agile.map(|agile| Ok(Encryption::Agile(Box::new(agile)))),
                Err(refused) => Some(Err(refused)),
            },
            (2..=4, 2) => Standard::read(info).map(|standard| Ok(Encryption::Standard(standard))),
            _ => None,
        }
    }

    /// The key of the package, if the password is the right one.
    fn key(&self, password: &str) -> Option<Vec<u8>> {
        let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
        match self {
            Encryption::Agile(agile) => agile.key(&password),
            Encryption::Standard(standard) => standard.key(&password),
        }
    }

    /// The package in the clear; `None` when it is not whole.
    fn package(&self, key: &[u8], package: &[u8]) -> Option<Vec<u8>> {
        let length = usize::try_from(u64::from_le_bytes(package.get(..8)?.try_into().ok()?)).ok()?;
        let mut bytes = match self {
            Encryption::Agile(agile) => agile.package(key, package)?,
            Encryption::Standard(_) => decrypt_blocks(key, package.get(8..)?)?,
        };
        if bytes.len() < length {
            return None;
        }
        bytes.truncate(length);
        Some(bytes)
    }
}

/// A hash function by its name in the file.
#[derive(Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn named(name: &str) -> Option<Hash> {
        Some(match name {
            "SHA1" | "SHA-1" => Hash::Sha1,
            "SHA256" | "SHA-256" => Hash::Sha256,
            "SHA384" | "SHA-384" => Hash::Sha384,
            "SHA512" | "SHA-512" => Hash::Sha512,
            _ => return None,
        })
    }

    fn of(self, first: &[u8], second: &[u8]) -> Vec<u8> {
        fn hashed<D: Digest>(first: &[u8], second: &[u8]) -> Vec<u8> {
            D::new().chain_update(first).chain_update(second).finalize().to_vec()
        }
        match self {
            Hash::Sha1 => hashed::<Sha1>(first, second),
            Hash::Sha256 => hashed::<Sha256>(first, second),
            Hash::Sha384 => hashed::<Sha384>(first, second),
            Hash::Sha512 => hashed::<Sha512>(first, second),
        }
    }

    /// The password with its salt, hashed over and over.
    fn repeated(self, salt: &[u8], password: &[u8], rounds: u32) -> Vec<u8> {
        let mut hash = self.of(salt, password);
        for round in 0..rounds {
            hash = self.of(&round.to_le_bytes(), &hash);
        }
        hash
    }

    /// Whether `code` is the keyed code of the data.
    fn confirms(self, key: &[u8], data: &[u8], code: &[u8]) -> bool {
        fn confirmed<M: Mac + KeyInit>(key: &[u8], data: &[u8], code: &[u8]) -> bool {
            <M as KeyInit>::new_from_slice(key).is_ok_and(|mac| mac.chain_update(data).verify_slice(code).is_ok())
        }
        match self {
            Hash::Sha1 => confirmed::<Hmac<Sha1>>(key, data, code),
            Hash::Sha256 => confirmed::<Hmac<Sha256>>(key, data, code),
            Hash::Sha384 => confirmed::<Hmac<Sha384>>(key, data, code),
            Hash::Sha512 => confirmed::<Hmac<Sha512>>(key, data, code),
        }
    }
}

/// Agile encryption, of Excel 2010 and later.
struct Agile {
    data: Scheme,
    password: Scheme,
    rounds: u32,
    verifier: Vec<u8>,
    verifier_hash: Vec<u8>,
    key: Vec<u8>,
    integrity_key: Vec<u8>,
    integrity: Vec<u8>,
}

/// A salt, and how keys are made with it.
struct Scheme {
    salt: Vec<u8>,
    hash: Hash,
    hash_length: usize,
    key_length: usize,
}

impl Scheme {
    fn read(attributes: Attributes<'_>) -> Option<Scheme> {
        if attributes.text("cipherAlgorithm")? != "AES" || attributes.text("cipherChaining")? != "ChainingModeCBC" {
            return None;
        }
        let number = |name| attributes.text(name)?.parse::<usize>().ok();
        let (bits, block) = (number("keyBits")?, number("blockSize")?);
        if block != BLOCK || !matches!(bits, 128 | 192 | 256) {
            return None;
        }
        Some(Scheme {
            salt: decoded(attributes, "saltValue")?,
            hash: Hash::named(&attributes.text("hashAlgorithm")?)?,
            hash_length: number("hashSize")?,
            key_length: bits / 8,
        })
    }

    /// A vector of the salt, for a purpose or a piece of the package.
    fn vector(&self, purpose: &[u8]) -> Vec<u8> {
        filled(self.hash.of(&self.salt, purpose), BLOCK)
    }
}

impl Agile {
    fn read(document: &[u8]) -> Result<Option<Agile>, Refused> {
        let mut xml = Xml::new(document)?;
        let (mut data, mut integrity_key, mut integrity) = (None, None, None);
        loop {
            match xml.next()? {
                Token::Open {
                    name: b"keyData",
                    attributes,
                    ..
                } => data = Scheme::read(attributes),
                Token::Open {
                    name: b"dataIntegrity",
                    attributes,
                    ..
                } => {
                    integrity_key = decoded(attributes, "encryptedHmacKey");
                    integrity = decoded(attributes, "encryptedHmacValue");
                }
                Token::Open {
                    name: b"encryptedKey",
                    attributes,
                    ..
                } => {
                    return Ok(Agile::of_password(attributes, data, integrity_key, integrity));
                }
                Token::End => return Ok(None),
                _ => {}
            }
        }
    }

    fn of_password(
        attributes: Attributes<'_>,
        data: Option<Scheme>,
        integrity_key: Option<Vec<u8>>,
        integrity: Option<Vec<u8>>,
    ) -> Option<Agile> {
        Some(Agile {
            data: data?,
            password: Scheme::read(attributes)?,
            rounds: attributes.text("spinCount")?.parse().ok().filter(|rounds| *rounds <= MOST_ROUNDS)?,
            verifier: decoded(attributes, "encryptedVerifierHashInput")?,
            verifier_hash: decoded(attributes, "encryptedVerifierHashValue")?,
            key: decoded(attributes, "encryptedKeyValue")?,
            integrity_key: integrity_key?,
            integrity: integrity?,
        })
    }

    fn key(&self, password: &[u8]) -> Option<Vec<u8>> {
        let Scheme {
            salt,
            hash,
            hash_length,
            key_length,
        } = &self.password;
        let repeated = hash.repeated(salt, password, self.rounds);
        let opened = |purpose: &[u8], what: &[u8]| {
            let key = filled(hash.of(&repeated, purpose), *key_length);
            decrypt(&key, &filled(salt.clone(), BLOCK), what)
        };
        let verifier = opened(&purpose::VERIFIER, &self.verifier)?;
        let expected = opened(&purpose::VERIFIER_HASH, &self.verifier_hash)?;
        let verifier = hash.of(verifier.get(..salt.len()).unwrap_or(&verifier), &[]);
        if verifier.get(..*hash_length)? != expected.get(..*hash_length)? {
            return None;
        }
        let mut key = opened(&purpose::KEY, &self.key)?;
        key.truncate(self.data.key_length);
        Some(key)
    }

    fn package(&self, key: &[u8], package: &[u8]) -> Option<Vec<u8>> {
        let opened = |purpose: &[u8], what: &[u8]| {
            let mut opened = decrypt(key, &self.data.vector(purpose), what)?;
            opened.truncate(self.data.hash_length);
            Some(opened)
        };
        let integrity_key = opened(&purpose::INTEGRITY_KEY, &self.integrity_key)?;
        let integrity = opened(&purpose::INTEGRITY, &self.integrity)?;
        if !self.data.hash.confirms(&integrity_key, package, &integrity) {
            return None;
        }
        let mut bytes = Vec::with_capacity(package.len());
        for (number, segment) in (0_u32..).zip(package.get(8..)?.chunks(SEGMENT)) {
            bytes.extend(decrypt(key, &self.data.vector(&number.to_le_bytes()), segment)?);
        }
        Some(bytes)
    }
}

/// Standard encryption, of Excel 2007.
struct Standard {
    salt: Vec<u8>,
    verifier: Vec<u8>,
    verifier_hash: Vec<u8>,
    key_length: usize,
}

impl Standard {
    fn read(info: &[u8]) -> Option<Standard> {
        const AES: [u32; 3] = [0x660E, 0x660F, 0x6610];
        const SHA1: u32 = 0x8004;
        let header = 12;
        let header_length = usize::try_from(u32_at(info, 8)?).ok()?;
        let (cipher, hash, bits) = (u32_at(info, header + 8)?, u32_at(info, header + 12)?, u32_at(info, header + 16)?);
        if !AES.contains(&cipher) || hash != SHA1 || !matches!(bits, 128 | 192 | 256) {
            return None;
        }
        let verifier = header.checked_add(header_length)?;
        let slice = |from: usize, length: usize| {
            let from = verifier.checked_add(from)?;
            info.get(from..from.checked_add(length)?).map(<[u8]>::to_vec)
        };
        Some(Standard {
            salt: slice(4, 16)?,
            verifier: slice(20, 16)?,
            verifier_hash: slice(40, 32)?,
            key_length: usize::try_from(bits / 8).ok()?,
        })
    }

    fn key(&self, password: &[u8]) -> Option<Vec<u8>> {
        let repeated = Hash::Sha1.repeated(&self.salt, password, STANDARD_ROUNDS);
        let last = Hash::Sha1.of(&repeated, &0_u32.to_le_bytes());
        let half = |pad: u8| {
            let mut block = [pad; 64];
            for (byte, hash) in block.iter_mut().zip(&last) {
                *byte ^= hash;
            }
            Hash::Sha1.of(&block, &[])
        };
        let mut key = [half(0x36), half(0x5C)].concat();
        key.truncate(self.key_length);
        let verifier = decrypt_blocks(&key, &self.verifier)?;
        let expected = decrypt_blocks(&key, &self.verifier_hash)?;
        let verifier = Hash::Sha1.of(&verifier, &[]);
        (expected.get(..verifier.len())? == verifier.as_slice()).then_some(key)
    }
}

/// Brings bytes to a length.
fn filled(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, FILLER);
    bytes
}

fn decoded(attributes: Attributes<'_>, name: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(attributes.text(name)?.trim()).ok()
}

/// AES in chained blocks; a last piece that fills no block is left out, as no sound file has one.
fn decrypt(key: &[u8], vector: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    fn by<C: BlockModeDecrypt + KeyIvInit>(key: &[u8], vector: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        let mut cipher = C::new_from_slices(key, vector).ok()?;
        Some(blocks(data, |block| {
            if let Ok(block) = block.try_into() {
                cipher.decrypt_block(block);
            }
        }))
    }
    match key.len() {
        16 => by::<cbc::Decryptor<aes::Aes128>>(key, vector, data),
        24 => by::<cbc::Decryptor<aes::Aes192>>(key, vector, data),
        32 => by::<cbc::Decryptor<aes::Aes256>>(key, vector, data),
        _ => None,
    }
}

/// AES block by block.
fn decrypt_blocks(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    fn by<C: BlockCipherDecrypt + KeyInit>(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        let cipher = C::new_from_slice(key).ok()?;
        Some(blocks(data, |block| {
            if let Ok(block) = block.try_into() {
                cipher.decrypt_block(block);
            }
        }))
    }
    match key.len() {
        16 => by::<aes::Aes128>(key, data),
        24 => by::<aes::Aes192>(key, data),
        32 => by::<aes::Aes256>(key, data),
        _ => None,
    }
}

fn blocks(data: &[u8], mut each: impl FnMut(&mut [u8])) -> Vec<u8> {
    let mut bytes = data.to_vec();
    bytes.truncate(data.len() / BLOCK * BLOCK);
    bytes.chunks_exact_mut(BLOCK).for_each(&mut each);
    bytes
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
