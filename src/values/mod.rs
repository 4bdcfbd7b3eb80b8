//! One file per thing that people write badly in a cell. Every parser is pure.

pub mod amount;
pub mod capitals;
pub mod company;
pub mod credit_code;
pub mod currency;
pub mod date;
pub mod id_number;
pub mod long_number;
pub mod number;
pub mod numbering;
pub mod period;
pub mod person;
pub mod text;
pub mod unit;
pub mod yes_no;

/// Why what was written is not surely one value (spec 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unreadable {
    /// 约, 近, 左右, 余, 以上 …: words that make a number inexact.
    #[error("数字不确定（约数）")]
    Inexact,
    /// A range where one value is asked for.
    #[error("是一个范围，不是一个确定的值")]
    Range,
    /// A month, or a month and a year, without a day.
    #[error("只有月份，没有日")]
    NoDay,
    /// A day and a month without a year, and no year could be had.
    #[error("缺少年份")]
    NoYear,
    /// A day and a month without a year, where title, sheet, file or folder name more than one.
    #[error("没有写年份，而标题、表名或文件名中的年份不止一个")]
    SeveralYears,
    /// A day that the calendar does not have, such as 2月30日.
    #[error("日期不存在")]
    NoSuchDay,
    /// More than 15 digits kept as a number: the workbook has already lost the rest.
    #[error("超过15位的号码以数字保存，末位已丢失")]
    DigitsLost,
    /// One amount in a merged block beside several rows.
    #[error("一个金额合并在多行上，无法判断是各行之和还是每行各有")]
    Shared,
    /// A cell that may hold several numbers, where one is asked for.
    #[error("无法判断是一个号码还是几个，查重时按一个号码比对")]
    Several,
    /// An amount and the field behind it, which may be one number that an unquoted thousands separator parted.
    #[error("与其后一格可能是被千分位逗号分开的一个数，无法判断")]
    Parted,
    /// A sum of all so far, where each row should have its own, beside another row of the same.
    #[error("该列是累计数，而同一合同或项目另有到位资金，无法判断本笔是多少")]
    SoFar,
    /// A range of more days than one row can be about.
    #[error("起止相距超过一年，疑为年份写错")]
    TooLong,
    /// 元 in a column of units, and another unit in the title or above.
    #[error("本行注明的单位与表头不一致，无法判断按哪个单位")]
    UnitsDiffer,
    /// An amount in another currency than the one that its row names.
    #[error("所写的币种与本行的币种不一致，无法判断按哪一种")]
    CurrenciesDiffer,
    /// Not a value of this kind at all.
    #[error("无法识别")]
    Unknown,
}
