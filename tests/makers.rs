//! Small files of every kind, written by hand: nothing else in the project writes .xls, .xlsb, .ods or broken containers. Shared
//! by the tests and by `examples/damage`.

use std::io::Cursor;
use std::io::Write;

use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Rows of text.
pub type Rows<'a> = &'a [&'a [&'a str]];

/// A zip container of these parts; packed, or stored as they are.
pub fn zipped<N: AsRef<str>, B: AsRef<[u8]>>(parts: &[(N, B)], packed: bool) -> Vec<u8> {
    let method = if packed {
        CompressionMethod::Deflated
    } else {
        CompressionMethod::Stored
    };
    let options = SimpleFileOptions::default().compression_method(method);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_ref(), options).unwrap();
        zip.write_all(bytes.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An .xlsx of these sheets' parts and this part of shared strings.
pub fn xlsx(sheets: &[&[u8]], strings: &[u8], packed: bool) -> Vec<u8> {
    let (mut listed, mut links) = (String::new(), String::new());
    for number in 1..=sheets.len() {
        listed.push_str(&format!("<sheet name='表{number}' sheetId='{number}' r:id='rId{number}'/>"));
        links.push_str(&format!(
            "<Relationship Id='rId{number}' Type='x/worksheet' Target='worksheets/sheet{number}.xml'/>"
        ));
    }
    let book = format!("<workbook xmlns:r='r'><sheets>{listed}</sheets></workbook>");
    let links = format!("<Relationships>{links}<Relationship Id='s' Type='x/sharedStrings' Target='sharedStrings.xml'/></Relationships>");
    let root = "<Relationships><Relationship Id='rId1' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>";
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()),
        ("_rels/.rels".to_owned(), root.into()),
        ("xl/workbook.xml".to_owned(), book.into_bytes()),
        ("xl/_rels/workbook.xml.rels".to_owned(), links.into_bytes()),
        ("xl/sharedStrings.xml".to_owned(), strings.to_vec()),
    ];
    for (at, sheet) in sheets.iter().enumerate() {
        parts.push((format!("xl/worksheets/sheet{}.xml", at + 1), sheet.to_vec()));
    }
    zipped(&parts, packed)
}

/// An .ods with this content.
pub fn ods_of(content: &str) -> Vec<u8> {
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", content),
    ];
    zipped(&parts, true)
}

/// What stands around the rows of an .ods.
pub fn ods_content(rows: &str) -> String {
    format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name='表'>{rows}</table:table></office:spreadsheet>\
         </office:body></office:document-content>"
    )
}

/// An .ods of rows of text.
pub fn ods(rows: Rows<'_>) -> Vec<u8> {
    let mut xml = String::new();
    for row in rows {
        xml.push_str("<table:table-row>");
        for cell in *row {
            xml.push_str(&format!(
                "<table:table-cell office:value-type='string'><text:p>{cell}</text:p></table:table-cell>"
            ));
        }
        xml.push_str("</table:table-row>");
    }
    ods_of(&ods_content(&xml))
}

/// An .xlsb of rows of text.
pub fn xlsb(rows: Rows<'_>) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let mut bytes = match kind {
            0..0x80 => vec![kind as u8],
            _ => vec![kind as u8 | 0x80, (kind >> 7) as u8],
        };
        let mut length = data.len();
        while length >= 0x80 {
            bytes.push(length as u8 | 0x80);
            length >>= 7;
        }
        bytes.push(length as u8);
        bytes.extend(data);
        bytes
    };
    let wide = |text: &str| {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [(units.len() as u32 / 2).to_le_bytes().to_vec(), units].concat()
    };
    let mut sheet = [record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])].concat();
    for (number, row) in rows.iter().enumerate() {
        let mut head = vec![0; 17];
        head[..4].copy_from_slice(&(number as u32).to_le_bytes());
        sheet.extend(record(0x00, &head));
        for (column, text) in row.iter().enumerate() {
            let place = [(column as u32).to_le_bytes(), [0; 4]].concat();
            sheet.extend(record(0x06, &[place, wide(text)].concat()));
        }
    }
    sheet.extend([record(0x92, &[]), record(0x82, &[])].concat());
    let book = [
        record(0x83, &[]),
        record(0x99, &[0; 12]),
        record(0x8F, &[]),
        record(0x9C, &[vec![0, 0, 0, 0, 1, 0, 0, 0], wide("rId1"), wide("表")].concat()),
        record(0x90, &[]),
        record(0x84, &[]),
    ]
    .concat();
    let links = "<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='worksheets/sheet1.bin'/></Relationships>";
    let parts: [(&str, &[u8]); 4] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ];
    zipped(&parts, true)
}

/// A BIFF record.
pub fn biff(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

/// An .xls with one sheet of these records.
pub fn xls_of(records: &[Vec<u8>]) -> Vec<u8> {
    let bof = |what: u8| biff(0x0809, &[0x00, 0x06, what, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let eof = biff(0x000A, &[]);
    let code_page = biff(0x0042, &1200_u16.to_le_bytes());
    let bound_length = 4 + 8 + 2;
    let start = (bof(5).len() + code_page.len() + bound_length + eof.len()) as u32;
    let bound = biff(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 2, 0, b'S', b'1']].concat());
    let stream = [bof(5), code_page, bound, eof.clone(), bof(0x10), records.concat(), eof].concat();
    ole(&[("Workbook", &stream)])
}

/// An .xls of rows of text.
pub fn xls(rows: Rows<'_>) -> Vec<u8> {
    let mut records = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let head = [row as u16, column as u16, 0, units.len() as u16 / 2];
            let head: Vec<u8> = head.into_iter().flat_map(u16::to_le_bytes).collect();
            records.push(biff(0x0204, &[head, vec![1], units].concat()));
        }
    }
    xls_of(&records)
}

/// An OLE container with these streams under the root, each padded to the size at which it has sectors of its own. The first
/// stream starts at sector 0; the directory and then the table of sectors are last.
pub fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const NONE: u32 = 0xFFFF_FFFF;
    const END: u32 = 0xFFFF_FFFE;
    let (mut body, mut table): (Vec<u8>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut put = |data: &[u8]| {
        let start = table.len() as u32;
        let count = data.len().div_ceil(SECTOR) as u32;
        body.extend(data);
        body.resize(body.len().next_multiple_of(SECTOR), 0);
        table.extend((1..count).map(|next| start + next));
        table.push(END);
        start
    };
    let mut directory = Vec::new();
    let mut entry = |name: &str, kind: u8, right: u32, child: u32, start: u32, length: u32| {
        let mut entry = vec![0_u8; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64..66].copy_from_slice(&(units.len() as u16 + 2).to_le_bytes());
        entry[66] = kind;
        for (at, number) in [(68, NONE), (72, right), (76, child), (116, start), (120, length)] {
            entry[at..at + 4].copy_from_slice(&number.to_le_bytes());
        }
        directory.extend(entry);
    };
    entry("Root Entry", 5, NONE, 1, END, 0);
    for (at, (name, data)) in streams.iter().enumerate() {
        let mut data = data.to_vec();
        data.resize(data.len().max(4096), 0);
        let right = if at + 1 < streams.len() { at as u32 + 2 } else { NONE };
        entry(name, 2, right, NONE, put(&data), data.len() as u32);
    }
    let directory = put(&directory);
    let first = table.len();
    let sectors = (first + 1).div_ceil(127);
    table.resize(first + sectors, 0xFFFF_FFFD);
    table.resize(sectors * SECTOR / 4, NONE);
    let mut header = vec![0_u8; SECTOR];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (at, short) in [(24, 0x3E_u16), (26, 3), (28, 0xFFFE), (30, 9), (32, 6)] {
        header[at..at + 2].copy_from_slice(&short.to_le_bytes());
    }
    for (at, number) in [(44, sectors as u32), (48, directory), (56, 4096), (60, END), (68, END)] {
        header[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    for at in 0..109 {
        let number = if at < sectors { (first + at) as u32 } else { NONE };
        header[76 + at * 4..80 + at * 4].copy_from_slice(&number.to_le_bytes());
    }
    header.extend(body);
    header.extend(table.iter().flat_map(|number| number.to_le_bytes()));
    header
}
