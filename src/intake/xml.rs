//! A streaming reader of XML as workbooks have it: tags, attributes, text. It looks at bytes, keeps one tag or text in
//! memory at a time, resolves no entity but the five and numbers, and refuses a document type.

use std::io::Read;

use encoding_rs::Encoding;

use crate::intake::grid::Refused;
use crate::intake::parts;
use crate::intake::refuse;

pub(super) mod text;

/// How much is asked for at once.
const CHUNK: usize = 64 << 10;

/// A tag or a text beyond this is no honest one.
const LONGEST: usize = 16 << 20;

/// Elements inside elements beyond this are no honest ones.
const DEEPEST: usize = 1000;

/// What comes next in the document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'b> {
    /// `<x:name …>` or `<x:name …/>`; without the prefix.
    Open {
        /// Local name.
        name: &'b [u8],
        /// Its attributes.
        attributes: Attributes<'b>,
        /// No end tag follows.
        empty: bool,
    },
    /// `</x:name>`, without the prefix.
    Close(&'b [u8]),
    /// Text as written, with its entities.
    Text(&'b [u8]),
    /// The inside of a CDATA section: text without entities.
    Verbatim(&'b [u8]),
    /// The end; everything was read.
    End,
}

/// The attributes of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attributes<'b>(&'b [u8]);

impl<'b> Attributes<'b> {
    /// The value of an attribute as written; the name with its prefix.
    pub(super) fn get(mut self, name: &str) -> Option<&'b [u8]> {
        self.find(|(key, _)| *key == name.as_bytes()).map(|(_, value)| value)
    }

    /// The value of an attribute as written; the name without its prefix.
    pub(super) fn local(mut self, name: &str) -> Option<&'b [u8]> {
        self.find(|(key, _)| local_name(key) == name.as_bytes()).map(|(_, value)| value)
    }

    /// The value of an attribute as text.
    pub(super) fn text(self, name: &str) -> Option<String> {
        self.get(name).map(text::attribute)
    }
}

impl<'b> Iterator for Attributes<'b> {
    type Item = (&'b [u8], &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_ascii_start();
        let equals = rest.iter().position(|&byte| byte == b'=')?;
        let (name, value) = rest.split_at(equals);
        let value = value.get(1..)?.trim_ascii_start();
        let quote = *value.first()?;
        let value = value.get(1..)?;
        let end = value.iter().position(|&byte| byte == quote)?;
        let (value, rest) = value.split_at(end);
        self.0 = rest.get(1..)?;
        Some((name.trim_ascii_end(), value))
    }
}

/// A document being read.
#[derive(Debug)]
pub(super) struct Xml<R> {
    source: R,
    buffer: Vec<u8>,
    /// What was not yet given out: `buffer[start..end]`.
    start: usize,
    end: usize,
    /// The source gave its last byte.
    drained: bool,
    /// Elements open.
    depth: usize,
}

impl<R: Read> Xml<R> {
    /// Starts a document; looks at its first bytes for the encoding.
    pub(super) fn new(source: R) -> Result<Xml<R>, Refused> {
        let mut xml = Xml {
            source,
            buffer: vec![0; CHUNK],
            start: 0,
            end: 0,
            drained: false,
            depth: 0,
        };
        while xml.end < 200 && xml.fill()? {}
        match encoding(xml.ahead()) {
            Some((encoding, mark)) if encoding == encoding_rs::UTF_8 => xml.start = mark,
            Some((encoding, mark)) => xml.convert(encoding, mark)?,
            None => return Err(refuse::damaged("内部文件编码无法识别")),
        }
        Ok(xml)
    }

    /// What comes next. Comments and instructions are passed over.
    pub(super) fn next(&mut self) -> Result<Token<'_>, Refused> {
        // The spans are found first, as the buffer may move while more of it is read.
        let span = self.advance()?;
        Ok(match span {
            Span::Open { from, name, to, empty } => {
                let tag = self.buffer.get(from..to).unwrap_or_default();
                let (name, attributes) = tag.split_at(name.min(tag.len()));
                Token::Open {
                    name: local_name(name),
                    attributes: Attributes(attributes),
                    empty,
                }
            }
            Span::Close { from, to } => Token::Close(local_name(self.buffer.get(from..to).unwrap_or_default().trim_ascii_end())),
            Span::Text { from, to } => Token::Text(self.buffer.get(from..to).unwrap_or_default()),
            Span::Verbatim { from, to } => Token::Verbatim(self.buffer.get(from..to).unwrap_or_default()),
            Span::End => Token::End,
        })
    }

    /// What was read and not yet given out, which may end anywhere; for those who know what mostly comes next. What they take
    /// has to be whole elements.
    pub(super) fn ahead(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Passes over so many bytes of what is ahead.
    pub(super) fn take(&mut self, length: usize) {
        self.start = (self.start + length).min(self.end);
    }

    /// Passes over everything up to the end tag of the element that was just opened.
    pub(super) fn skip(&mut self) -> Result<(), Refused> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()? == Token::End {
                return Err(cut());
            }
        }
        Ok(())
    }

    fn advance(&mut self) -> Result<Span, Refused> {
        loop {
            if self.start == self.end && !self.fill()? {
                return if self.depth == 0 { Ok(Span::End) } else { Err(cut()) };
            }
            if self.ahead().first() != Some(&b'<') {
                let length = match self.find(0, b'<')? {
                    Some(length) => length,
                    None => self.end - self.start,
                };
                let from = self.start;
                self.start += length;
                return Ok(Span::Text { from, to: from + length });
            }
            while self.end - self.start < 2 {
                if !self.fill()? {
                    return Err(cut());
                }
            }
            match self.ahead().get(1) {
                Some(b'/') => {
                    let length = self.find(2, b'>')?.ok_or_else(cut)?;
                    let from = self.start;
                    self.start += length + 1;
                    self.depth = self.depth.checked_sub(1).ok_or_else(|| refuse::damaged("内部 XML 结构"))?;
                    return Ok(Span::Close {
                        from: from + 2,
                        to: from + length,
                    });
                }
                Some(b'?') => {
                    let length = self.find_mark(2, b"?>")?;
                    self.start += length + 2;
                }
                Some(b'!') => {
                    if let Some(span) = self.advance_declaration()? {
                        return Ok(span);
                    }
                }
                _ => return self.advance_open(),
            }
        }
    }

    /// `<!--` is passed over, `<![CDATA[` is text, anything else could define entities.
    fn advance_declaration(&mut self) -> Result<Option<Span>, Refused> {
        const VERBATIM: &[u8] = b"<![CDATA[";
        while self.end - self.start < VERBATIM.len() && self.fill()? {}
        if self.ahead().starts_with(b"<!--") {
            let length = self.find_mark(4, b"-->")?;
            self.start += length + 3;
            Ok(None)
        } else if self.ahead().starts_with(VERBATIM) {
            let length = self.find_mark(VERBATIM.len(), b"]]>")?;
            let from = self.start;
            self.start += length + 3;
            Ok(Some(Span::Verbatim {
                from: from + VERBATIM.len(),
                to: from + length,
            }))
        } else {
            Err(refuse::damaged("内部 XML 含有不该有的声明"))
        }
    }

    fn advance_open(&mut self) -> Result<Span, Refused> {
        let length = self.find_tag_end()?;
        let from = self.start + 1;
        let end = self.start + length;
        self.start = end + 1;
        let tag = self.buffer.get(from..end).unwrap_or_default();
        let empty = tag.last() == Some(&b'/');
        let to = if empty { end - 1 } else { end };
        let name = tag
            .iter()
            .position(|&byte| byte.is_ascii_whitespace() || byte == b'/')
            .unwrap_or(tag.len());
        self.depth += usize::from(!empty);
        if self.depth > DEEPEST {
            return Err(refuse::damaged("内部 XML 嵌套过深"));
        }
        Ok(Span::Open { from, name, to, empty })
    }

    /// How far away the byte is, from `from` on.
    fn find(&mut self, mut from: usize, byte: u8) -> Result<Option<usize>, Refused> {
        loop {
            let ahead = self.ahead();
            if let Some(at) = ahead.get(from..).and_then(|ahead| ahead.iter().position(|&other| other == byte)) {
                return Ok(Some(from + at));
            }
            from = ahead.len();
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// How far away the mark is, from `from` on; it has to come.
    fn find_mark(&mut self, mut from: usize, mark: &[u8]) -> Result<usize, Refused> {
        let first = mark.first().copied().unwrap_or_default();
        loop {
            let at = self.find(from, first)?.ok_or_else(cut)?;
            while self.end - self.start < at + mark.len() {
                if !self.fill()? {
                    return Err(cut());
                }
            }
            if self.ahead().get(at..).is_some_and(|ahead| ahead.starts_with(mark)) {
                return Ok(at);
            }
            from = at + 1;
        }
    }

    /// How far away the `>` of the tag is; one in quotes is part of a value.
    fn find_tag_end(&mut self) -> Result<usize, Refused> {
        let mut quote = None;
        let mut from = 1;
        loop {
            for (at, &byte) in self.ahead().iter().enumerate().skip(from) {
                match quote {
                    Some(open) if byte == open => quote = None,
                    Some(_) => {}
                    None if byte == b'>' => return Ok(at),
                    None if byte == b'"' || byte == b'\'' => quote = Some(byte),
                    None => {}
                }
            }
            from = self.end - self.start;
            if !self.fill()? {
                return Err(cut());
            }
        }
    }

    /// Reads more behind what is ahead; `false` at the end of the source.
    fn fill(&mut self) -> Result<bool, Refused> {
        if self.drained {
            return Ok(false);
        }
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            if self.end >= LONGEST {
                return Err(refuse::too_large("一个单元格的内容或标记长于 16 MiB"));
            }
            self.buffer.resize(self.end * 2, 0);
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let read = loop {
            match self.source.read(room) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => break read.map_err(|error| parts::broken(&error))?,
            }
        };
        self.end += read;
        self.drained = read == 0;
        Ok(read > 0)
    }

    /// Reads all of a document that is not UTF-8 and makes it so. Such parts are rare, and small.
    fn convert(&mut self, encoding: &'static Encoding, mark: usize) -> Result<(), Refused> {
        let mut bytes = self.ahead().get(mark..).unwrap_or_default().to_vec();
        self.source.read_to_end(&mut bytes).map_err(|error| parts::broken(&error))?;
        self.buffer = encoding.decode_without_bom_handling(&bytes).0.into_owned().into_bytes();
        self.start = 0;
        self.end = self.buffer.len();
        self.drained = true;
        Ok(())
    }
}

/// Places in the buffer.
enum Span {
    Open { from: usize, name: usize, to: usize, empty: bool },
    Close { from: usize, to: usize },
    Text { from: usize, to: usize },
    Verbatim { from: usize, to: usize },
    End,
}

fn cut() -> Refused {
    refuse::damaged("内部 XML 不完整")
}

/// The part of a name behind its prefix.
fn local_name(name: &[u8]) -> &[u8] {
    match name.iter().position(|&byte| byte == b':') {
        Some(colon) => name.get(colon + 1..).unwrap_or_default(),
        None => name,
    }
}

/// The encoding that the first bytes tell, and the length of the mark before the text.
fn encoding(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    if let Some(found) = Encoding::for_bom(head) {
        return Some(found);
    }
    if head.starts_with(b"<\0") {
        return Some((encoding_rs::UTF_16LE, 0));
    }
    if head.starts_with(b"\0<") {
        return Some((encoding_rs::UTF_16BE, 0));
    }
    let end = head.windows(2).position(|pair| pair == b"?>").unwrap_or_default();
    let declaration = head
        .get(..end)
        .filter(|head| head.starts_with(b"<?xml"))
        .and_then(|head| head.get(5..));
    match declaration.and_then(|declaration| Attributes(declaration).get("encoding")) {
        Some(label) => Encoding::for_label(label).map(|encoding| match encoding {
            // Bytes that could be read so far are no UTF-16, whatever they say.
            encoding if !encoding.is_ascii_compatible() => (encoding_rs::UTF_8, 0),
            encoding => (encoding, 0),
        }),
        None => Some((encoding_rs::UTF_8, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Dribble<'a>(&'a [u8], usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            let (now, later) = self.0.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    fn told(source: impl Read) -> Result<String, Refused> {
        let mut xml = Xml::new(source)?;
        let mut told = String::new();
        loop {
            match xml.next()? {
                Token::Open { name, attributes, empty } => {
                    told += &format!("<{}", String::from_utf8_lossy(name));
                    for (key, value) in attributes {
                        told += &format!(" {}={}", String::from_utf8_lossy(key), text::attribute(value));
                    }
                    told += if empty { "/>" } else { ">" };
                }
                Token::Close(name) => told += &format!("</{}>", String::from_utf8_lossy(name)),
                Token::Text(raw) => told += &text::unescape(raw),
                Token::Verbatim(raw) => told += &format!("[{}]", String::from_utf8_lossy(raw)),
                Token::End => return Ok(told),
            }
        }
    }

    #[test]
    fn tokens_come_whole_however_the_source_gives_them() {
        let document =
            "\u{feff}<?xml version=\"1.0\" encoding='UTF-8'?><!-- <no> --><x:a b = \"1>2\" c:d='\"' ><e/>t&amp;<![CDATA[<&]]>文</x:a >";
        let expected = "<a b=1>2 c:d=\"><e/>t&[<&]文</a>";
        for size in [1, 2, 3, 7, 1000] {
            assert_eq!(told(Dribble(document.as_bytes(), size)).unwrap(), expected, "{size}");
        }
    }

    #[test]
    fn other_encodings_are_converted() {
        let plain = "<a>文化旅游</a>";
        for mark in [true, false] {
            let units = mark.then_some(0xFEFF).into_iter().chain(plain.encode_utf16());
            let little: Vec<u8> = units.clone().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
            assert_eq!(told(&little[..]).unwrap(), plain);
            assert_eq!(told(&big[..]).unwrap(), plain);
        }
        let gbk = encoding_rs::GBK
            .encode("<?xml version=\"1.0\" encoding=\"gb2312\"?><a>文化旅游</a>")
            .0
            .into_owned();
        assert_eq!(told(&gbk[..]).unwrap(), plain);
        assert!(told(&b"<?xml version='1.0' encoding='nonsense'?><a/>"[..]).is_err());
    }

    #[test]
    fn what_is_cut_or_not_allowed_is_refused() {
        for bad in [
            "<a>",
            "<a",
            "<a b='",
            "<",
            "<a><!-- ",
            "<a><![CDATA[x]]",
            "</a>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
            "<?x ",
        ] {
            assert!(told(bad.as_bytes()).is_err(), "{bad}");
        }
        assert_eq!(told(&b""[..]).unwrap(), "");
    }

    #[test]
    fn a_giant_text_is_refused_and_a_large_one_is_not() {
        let document = |length: usize| [b"<a>".to_vec(), vec![b'x'; length], b"</a>".to_vec()].concat();
        assert!(told(&document(1 << 20)[..]).is_ok());
        assert!(told(&document(LONGEST + 10)[..]).is_err());
    }

    #[test]
    fn an_element_is_skipped_with_all_in_it() {
        let mut xml = Xml::new(&b"<a><b><b/><c></c></b>t</a>"[..]).unwrap();
        xml.next().unwrap();
        assert!(matches!(xml.next().unwrap(), Token::Open { name: b"b", .. }));
        xml.skip().unwrap();
        assert_eq!(xml.next().unwrap(), Token::Text(b"t"));
        assert_eq!(xml.next().unwrap(), Token::Close(b"a"));
        assert_eq!(xml.next().unwrap(), Token::End);
    }
}
