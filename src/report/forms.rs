//! Blank forms: what a workbook to be filled in says, made from the declarations of the tables, so that what is filled in is read
//! without a question.

use crate::records::Kind;
use crate::records::column::Column;
use crate::records::column::DefaultUnit;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::regulation::City;
use crate::regulation::Policy;

/// The title of the column that the example's mark stands in.
pub const NUMBER: &str = "序号";

/// A form to be filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct BlankForm {
    /// The table's name, and that of the sheet.
    pub name: &'static str,
    /// The title over it.
    pub title: String,
    /// What to know before filling in.
    pub hint: String,
    /// Its columns, after the running number.
    pub columns: Vec<FormColumn>,
}

/// A column of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormColumn {
    /// Its title, with the unit.
    pub title: String,
    /// Whether every row must have it.
    pub required: bool,
    /// What to fill in.
    pub hint: String,
    /// How its cells are kept.
    pub keeps: Keeps,
    /// The words to choose from; empty when anything may be written.
    pub choices: Vec<String>,
    /// An example.
    pub example: String,
}

/// How the cells of a column are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// Text, also when it is made of digits.
    Text,
    /// A day.
    Day,
    /// Money.
    Money,
    /// A number.
    Number,
}

/// The forms of all tables.
pub fn all(city: &City, policy: &Policy) -> Vec<BlankForm> {
    Kind::ALL.into_iter().map(|kind| form(kind, city, policy)).collect()
}

fn form(kind: Kind, city: &City, policy: &Policy) -> BlankForm {
    let columns = kind.table().columns.iter();
    let spans: Vec<&str> = kind.table().spans.iter().map(|span| span.days).collect();
    // A column that only stands for two others is not asked for.
    let columns = columns.filter(|column| column.need != Need::Idle && !spans.contains(&column.name));
    BlankForm {
        name: kind.name(),
        title: format!("{}填报表", kind.name()),
        hint: "带“*”的必填；日期写作 2021-09-08；金额只填数字，单位见标题；示例行请删除；列可以增加，不要改动已有标题。".to_owned(),
        columns: columns.map(|column| form_column(kind, column, city, policy)).collect(),
    }
}

fn form_column(kind: Kind, column: &'static Column, city: &City, policy: &Policy) -> FormColumn {
    let required = matches!(column.need, Need::Required | Need::Context);
    let unit = match column.form {
        Form::Money(DefaultUnit::Yuan) => "（元）",
        Form::Money(DefaultUnit::Wan) => "（万元）",
        _ => "",
    };
    let squads = || city.squads.iter().map(|squad| squad.name.to_string()).collect::<Vec<_>>();
    let choices = match column.form {
        Form::Choice(words) => words.iter().map(|word| word.name.to_owned()).collect(),
        Form::YesNo => vec!["是".to_owned(), "否".to_owned()],
        Form::Squad { .. } => squads(),
        _ if kind == Kind::Expense && column.name == "支出项目" => listed(policy, "expense_items"),
        _ if column.name == "凭证类型" => listed(policy, "voucher_kinds"),
        _ => Vec::new(),
    };
    let (keeps, hint, example) = match column.form {
        Form::Text => (Keeps::Text, "文字", "……"),
        Form::LongNumber => (Keeps::Text, "编号，按原样填写，前面的零不要省略", "2021-001"),
        Form::Person => (Keeps::Text, "一个人的姓名，与名册一致", "张三"),
        Form::People | Form::Party => (Keeps::Text, "姓名，几个人用顿号隔开", "张三、李四"),
        Form::Companies => (Keeps::Text, "单位名称，几个单位用顿号隔开", "某某公司"),
        Form::Company => (Keeps::Text, "全称，各表写法一致", "某某公司"),
        Form::Date => (Keeps::Day, "日期，如 2021-09-08", "2021-09-08"),
        Form::Days => (Keeps::Text, "日期，或起止日期如 2021-09-08至2021-09-10", "2021-09-08"),
        Form::Money(_) => (Keeps::Money, "金额，只填数字，单位见标题", "100"),
        Form::Number => (Keeps::Number, "数量", "1"),
        Form::Year => (Keeps::Number, "年度，如 2021", "2021"),
        Form::YesNo => (Keeps::Text, "是或否", "是"),
        Form::Squad { .. } => (Keeps::Text, "专班名称；表名、文件名或文件夹名已写明的可以不填", ""),
        Form::Unit => (Keeps::Text, "专班或单位名称", ""),
        Form::Choice(_) => (Keeps::Text, "从下拉列表中选", ""),
        Form::Currency => (Keeps::Text, "币种，人民币可以不填", "人民币"),
        Form::CreditCode => (Keeps::Text, "18位统一社会信用代码", ""),
        Form::IdNumber => (Keeps::Text, "18位公民身份号码", ""),
    };
    let example = match choices.first() {
        Some(first) => first.clone(),
        None => example.to_owned(),
    };
    FormColumn {
        title: format!("{}{unit}", column.name),
        required,
        hint: hint.to_owned(),
        keeps,
        choices,
        example,
    }
}

/// The names of a list of the policy, as it holds on its latest day.
fn listed(policy: &Policy, key: &str) -> Vec<String> {
    let words = policy.words(key, chrono::NaiveDate::MAX).iter();
    words
        .map(|entry| entry.split_once('=').map_or(entry.as_str(), |(name, _)| name).to_owned())
        .collect()
}
