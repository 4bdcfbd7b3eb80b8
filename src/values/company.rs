//! Names of companies and projects, alone and several in one cell.

use super::text;

/// Half-width forms only; NFKC has folded the full-width ones.
const BRACKETS: [char; 20] = [
    '(', ')', '[', ']', '{', '}', '<', '>', '〔', '〕', '【', '】', '《', '》', '〈', '〉', '「', '」', '『', '』',
];

/// What is compared: NFKC, bracket characters (not what stands in them) and white space removed, ASCII lower-cased.
pub fn fold(text: &str) -> String {
    text::fold(text).replace(BRACKETS, "")
}

/// The companies named in one cell, cleaned, in order: parted by 、 ， , ； ; / or a line break, never by spaces, which stand inside names.
pub fn split(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', '；', ';', '/', '\n', '\r', '\u{ff0f}']);
    parts.map(super::text::clean).filter(|part| !super::text::is_blank(part)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn brackets_and_spaces_make_no_difference() {
        let cases = [
            ("阿里巴巴（中国）有限公司", "阿里巴巴中国有限公司"),
            ("阿里巴巴(中国)有限公司", "阿里巴巴中国有限公司"),
            ("阿里巴巴 〔中国〕 有限公司", "阿里巴巴中国有限公司"),
            ("ＡＢＣ科技", "abc科技"),
            ("《某某》项目【一期】", "某某项目一期"),
            ("新能源项目（二期）", "新能源项目二期"),
            ("", ""),
        ];
        for (written, expected) in cases {
            assert_eq!(fold(written), expected, "{written}");
        }
        assert_ne!(fold("新能源项目（二期）"), fold("新能源项目"));
    }

    #[test]
    fn several_companies_are_parted_by_marks_and_not_by_spaces() {
        assert_eq!(
            split("中科 曙光、甲公司；乙公司\n丙公司/无"),
            ["中科 曙光", "甲公司", "乙公司", "丙公司"]
        );
        assert_eq!(split(" 无 "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn no_bracket_and_no_space_is_left(name in ".*") {
            let folded = fold(&name);
            prop_assert!(!folded.contains(|c: char| BRACKETS.contains(&c) || c.is_whitespace()));
        }
    }
}
