//! Bytes of a text → its words. Strict: never a replacement character, never a guess that is not told.

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::GBK;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

use crate::intake::grid::Refused;
use crate::intake::refuse;
use crate::intake::sniff;

/// How many characters outside ASCII are looked at for plausibility.
const LOOKED_AT: usize = 20_000;

/// A decoded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The words.
    pub(super) text: String,
    /// A sentence when the encoding is not sure.
    pub(super) doubt: Option<String>,
}

impl Decoded {
    fn sure(text: String) -> Decoded {
        Decoded { text, doubt: None }
    }
}

/// Decodes by its mark, else as UTF-8, UTF-16 or GB18030, whichever it surely is.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Refused> {
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Err(unsure(Some("UTF-32")));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let bytes = bytes.get(mark..).unwrap_or_default();
        return strict(encoding, bytes)
            .map(Decoded::sure)
            .ok_or_else(|| unsure(Some(encoding.name())));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => return Ok(utf_8_or_chinese(text)),
        // The last character was cut off.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            let whole = bytes.get(..error.valid_up_to()).unwrap_or_default();
            if std::str::from_utf8(whole).is_ok_and(|text| text.chars().filter(is_long).count() > 1) {
                return Err(refuse::incomplete());
            }
        }
        _ => {}
    }
    let head = bytes.get(..bytes.len().min(16 << 10)).unwrap_or_default();
    if sniff::looks_utf_16(head) {
        // Latin text has its zeros in the high bytes.
        let little = head.iter().skip(1).step_by(2).any(|&byte| byte == 0);
        let encoding = if little { UTF_16LE } else { UTF_16BE };
        return strict(encoding, bytes)
            .map(Decoded::sure)
            .ok_or_else(|| unsure(Some(encoding.name())));
    }
    match strict(GB18030, bytes) {
        Some(text) if is_plausible(&text) => match mixed_line(bytes) {
            Some(line) => Err(refuse::because(
                format!("文本前后编码不一（第 {line} 行是 UTF-8，其他行是 GBK）"),
                "请用 WPS/Excel 打开核对后另存为 .xlsx",
            )),
            None => Ok(Decoded::sure(text)),
        },
        _ => match mixed_line(bytes) {
            Some(line) => Err(refuse::because(
                format!("文本前后编码不一（第 {line} 行是 UTF-8，其他行不是）"),
                "请用 WPS/Excel 打开核对后另存为 .xlsx",
            )),
            None => Err(unsure(guess(bytes))),
        },
    }
}

/// Decodes markup whose encoding is declared. A declaration that the bytes contradict is a slip; one of neither UTF-8 nor
/// Chinese counts only when nothing else fits.
pub(super) fn declared(bytes: &[u8], label: Option<&str>) -> Result<Decoded, Refused> {
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    // Pages call GB18030 by the names of its parts.
    let encoding = encoding.map(|encoding| if encoding == GBK { GB18030 } else { encoding });
    if encoding == Some(GB18030)
        && let Some(text) = strict(GB18030, bytes)
        && is_plausible(&text)
    {
        return Ok(Decoded::sure(text));
    }
    decode(bytes).or_else(|refused| {
        let other = encoding.filter(|encoding| ![GB18030, UTF_8].contains(encoding) && encoding.is_ascii_compatible());
        other.and_then(|encoding| strict(encoding, bytes)).map(Decoded::sure).ok_or(refused)
    })
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    (!text.contains('\0')).then(|| text.into_owned())
}

/// A few Chinese words in GBK may be UTF-8 too: «一些» is «һЩ». When no character is of the three bytes that Chinese takes in
/// UTF-8, and the reading as GBK makes sense, that is meant, and told.
fn utf_8_or_chinese(text: &str) -> Decoded {
    let short = !text.is_ascii() && !text.chars().any(|c| is_long(&c));
    if short
        && let Some(chinese) = strict(GB18030, text.as_bytes())
        && is_plausible(&chinese)
    {
        let doubt = Some("文本编码按 GBK 读取，也可能是 UTF-8，请核对文字".to_owned());
        return Decoded { text: chinese, doubt };
    }
    Decoded::sure(text.to_owned())
}

/// Whether a character takes three bytes or more in UTF-8.
fn is_long(c: &char) -> bool {
    *c >= '\u{800}'
}

/// Whether words are likely Chinese: of the characters outside ASCII at least half are common Han or Chinese
/// punctuation, and four in five stand beside another. Other encodings read as GB18030 give rare and lonely ones.
fn is_plausible(text: &str) -> bool {
    let (mut all, mut common, mut in_runs) = (0u32, 0u32, 0u32);
    let mut run = 0u32;
    for c in text.chars().chain(['\0']) {
        if c.is_ascii() {
            in_runs += if run > 1 { run } else { 0 };
            run = 0;
            if all as usize > LOOKED_AT {
                break;
            }
        } else {
            all += 1;
            run += 1;
            common += u32::from(is_common(c));
        }
    }
    common * 2 >= all && in_runs * 5 >= all * 4
}

/// Han of GB 2312's first level, Chinese punctuation, full-width forms.
fn is_common(c: char) -> bool {
    match c {
        '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}' | '\u{2010}'..='\u{2026}' | '￥' | '·' | '×' | '℃' | '√' => true,
        '\u{4E00}'..='\u{9FFF}' => {
            let mut buffer = [0; 4];
            let (bytes, _, _) = GBK.encode(c.encode_utf8(&mut buffer));
            matches!(*bytes, [0xB0..=0xD7, 0xA1..=0xFE])
        }
        _ => false,
    }
}

/// The first line, from 1, that is surely UTF-8 in a text that is not.
fn mixed_line(bytes: &[u8]) -> Option<usize> {
    bytes
        .split(|&byte| byte == b'\n')
        .position(|line| {
            let long = std::str::from_utf8(line).is_ok_and(|text| text.chars().filter(is_long).count() > 1);
            long && !strict(GB18030, line).is_some_and(|text| is_plausible(&text))
        })
        .map(|index| index + 1)
}

/// Encodings that a sheet of Chinese words may have been saved in; the name of any other helps nobody.
const LIKELY: [&str; 6] = ["GBK", "gb18030", "Big5", "EUC-JP", "Shift_JIS", "EUC-KR"];

/// The likeliest name, for the message only.
fn guess(bytes: &[u8]) -> Option<&'static str> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default(), true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    Some(guess.name()).filter(|name| LIKELY.contains(name))
}

fn unsure(name: Option<&str>) -> Refused {
    let likely = name.map(|name| format!("（可能是 {name}）")).unwrap_or_default();
    refuse::because(
        format!("文本编码无法确定{likely}"),
        "请用 WPS/Excel 打开核对后另存为 .xlsx，或另存为 UTF-8 的 CSV",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "姓名,专班,工作内容\n王伟,文化旅游,赴北京市朝阳区拜访企业，洽谈文旅项目\n";

    #[test]
    fn every_usual_encoding_gives_the_same_words() {
        let utf_16 = |mark: bool, big: bool| -> Vec<u8> {
            let units = mark.then_some(0xFEFF).into_iter().chain(TABLE.encode_utf16());
            units
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let cases = [
            TABLE.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", TABLE.as_bytes()].concat(),
            GB18030.encode(TABLE).0.into_owned(),
            utf_16(true, false),
            utf_16(true, true),
        ];
        for bytes in cases {
            assert_eq!(decode(&bytes).unwrap(), Decoded::sure(TABLE.to_owned()));
        }
        let latin: Vec<u8> = "name,amount,abc\n1,2,3\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&latin).unwrap().text, "name,amount,abc\n1,2,3\n");
        assert_eq!(decode(b"a,b\n").unwrap().text, "a,b\n");
    }

    #[test]
    fn two_readings_are_told() {
        let bytes = GB18030.encode("一些").0.into_owned();
        assert!(std::str::from_utf8(&bytes).is_ok());
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.text, "一些");
        assert!(decoded.doubt.is_some());
        let decoded = decode("naïve,café".as_bytes()).unwrap();
        assert_eq!(decoded, Decoded::sure("naïve,café".to_owned()));
    }

    #[test]
    fn what_is_not_sure_is_refused_by_name() {
        let latin = encoding_rs::WINDOWS_1252
            .encode("Müller,Größe,Straße\nJosé,café,naïve\n")
            .0
            .into_owned();
        let japanese = encoding_rs::SHIFT_JIS.encode("氏名,所属\nコンピュータ,カタカナ\n").0.into_owned();
        let traditional = encoding_rs::BIG5.encode("姓名,單位\n張偉,經濟發展局\n").0.into_owned();
        let mut cut = TABLE.as_bytes()[..TABLE.len() - 2].to_vec();
        for (bytes, expected) in [(latin, "无法确定"), (japanese, "无法确定"), (traditional, "无法确定")] {
            let reason = decode(&bytes).unwrap_err().reason;
            assert!(reason.contains(expected), "{reason}");
        }
        cut.truncate(cut.len() - 1);
        while std::str::from_utf8(&cut).is_ok() {
            cut.pop();
        }
        assert!(decode(&cut).unwrap_err().reason.contains("不完整"));
        assert!(decode(b"\xFF\xFE\0\0a\0\0\0").unwrap_err().reason.contains("UTF-32"));
    }

    #[test]
    fn a_file_of_two_encodings_is_refused_with_its_line() {
        let mut mixed = GB18030.encode(TABLE).0.into_owned();
        mixed.extend("李娜,先进制造,考察装备制造企业\n".as_bytes());
        let reason = decode(&mixed).unwrap_err().reason;
        assert!(reason.contains("第 3 行"), "{reason}");
    }

    #[test]
    fn pages_name_their_encoding() {
        let page = encoding_rs::GBK.encode("<meta charset=gb2312><table>姓名").0.into_owned();
        assert_eq!(declared(&page, Some("gb2312")).unwrap().text, "<meta charset=gb2312><table>姓名");
        assert_eq!(
            declared("姓名".as_bytes(), Some("gb2312")).unwrap().text,
            "姓名",
            "the declaration lied"
        );
        assert_eq!(declared("姓名".as_bytes(), Some("utf-8")).unwrap().text, "姓名");
        assert_eq!(declared("姓名".as_bytes(), Some("iso-8859-1")).unwrap().text, "姓名");
        let traditional = encoding_rs::BIG5.encode("單位：經濟發展局").0.into_owned();
        assert_eq!(declared(&traditional, Some("big5")).unwrap().text, "單位：經濟發展局");
    }
}
