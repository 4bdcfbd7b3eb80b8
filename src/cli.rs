//! The command line: clap's structs, the Chinese words of its help and errors, and the texts of `rules` and `columns`.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fmt::Write;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveDate;
use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use clap::error::ErrorKind;

use crate::finding::RuleCard;
use crate::records::Kind;
use crate::records::column::Column;
use crate::records::column::DefaultUnit;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::regulation::Policy;
use crate::regulation::articles;
use crate::regulation::articles::State;
use crate::regulation::policy::Value;
use crate::report::sheet;
use crate::rules;
use crate::run::Laid;
use crate::run::Told;
use crate::run::Verified;
use crate::values::period::Period;

const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}";
const TOP_HELP: &str = "{about-with-newline}\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "zhuanban", version, about = "专班：读取各招商专班的表格，按规定核查，生成汇报材料", help_template = TOP_HELP, override_usage = "zhuanban <命令> [文件夹] [选项]")]
#[command(
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_required = false
)]
pub struct Cli {
    /// 要做的事；不写则核查所在文件夹并生成最近一个月的汇报材料
    #[command(subcommand)]
    pub command: Option<Command>,
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help, help_heading = "其他")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "其他")]
    version: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 读取并核查，列出发现的问题
    #[command(help_template = HELP, override_usage = "zhuanban check [文件夹] [--period 期间] [选项]")]
    Check {
        /// 工作文件夹，默认为当前文件夹
        #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
        folder: PathBuf,
        /// 期间，如 2021-09；默认为日志中最近的月份
        #[arg(long, value_name = "期间", value_parser = period, help_heading = "选项")]
        period: Option<Period>,
        /// 输出格式：text 文字、json 数据、github 批注
        #[arg(
            long,
            value_name = "格式",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true,
            help_heading = "选项"
        )]
        format: Format,
        /// 通用选项
        #[command(flatten)]
        options: Options,
    },
    /// 生成某一期间的汇报材料
    #[command(help_template = HELP, override_usage = "zhuanban report <期间> [文件夹] [选项]")]
    Report {
        /// 期间，如 2021-09（月）
        #[arg(value_name = "期间", value_parser = period, help_heading = "参数")]
        period: Period,
        /// 工作文件夹，默认为当前文件夹
        #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
        folder: PathBuf,
        /// 有“错误”级问题（豁免、确定归属的除外）时以退出码 1 结束
        #[arg(long, help_heading = "选项")]
        strict: bool,
        /// 本期已报出：封存各项数据，以后有变动时提示
        #[arg(long, help_heading = "选项")]
        close: bool,
        /// 通用选项
        #[command(flatten)]
        options: Options,
    },
    /// 守候：收件有变动并稳定后自动重新核查，按 Ctrl-C 结束
    #[command(help_template = HELP, override_usage = "zhuanban watch [文件夹] [--period 期间] [选项]")]
    Watch {
        /// 工作文件夹，默认为当前文件夹
        #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
        folder: PathBuf,
        /// 期间，如 2021-09；默认为日志中最近的月份
        #[arg(long, value_name = "期间", value_parser = period, help_heading = "选项")]
        period: Option<Period>,
        /// 文件多少秒不再变动才算稳定
        #[arg(long, value_name = "秒", default_value = "3", value_parser = seconds, hide_default_value = true, help_heading = "选项")]
        rest: u32,
        /// 核查几次后结束；默认不结束
        #[arg(long, value_name = "次", value_parser = times, help_heading = "选项")]
        times: Option<u32>,
        /// 通用选项
        #[command(flatten)]
        options: Options,
    },
    /// 查看某个指标由哪些行、哪些单元格组成
    #[command(help_template = HELP, override_usage = "zhuanban trace <指标> <期间> [文件夹] [选项]")]
    Trace {
        /// 指标，如 文化旅游.signed_formal.ytd、合计.received、经费.spent、文化旅游.王伟.workdays_out；几个指标用逗号隔开
        #[arg(value_name = "指标", help_heading = "参数")]
        figure: String,
        /// 期间，如 2021-09（月）
        #[arg(value_name = "期间", value_parser = period, help_heading = "参数")]
        period: Period,
        /// 工作文件夹，默认为当前文件夹
        #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
        folder: PathBuf,
        /// 通用选项
        #[command(flatten)]
        options: Options,
    },
    /// 核对一个报送文件夹是否仍与收件一致
    #[command(help_template = HELP, override_usage = "zhuanban verify <文件夹> [选项]")]
    Verify {
        /// 报送文件夹，如 报送/2021-09
        #[arg(value_name = "文件夹", help_heading = "参数")]
        folder: PathBuf,
        /// 通用选项
        #[command(flatten)]
        options: Options,
    },
    /// 建立工作文件夹：收件、报送、设置、表样、使用说明
    #[command(help_template = HELP, override_usage = "zhuanban init [文件夹]")]
    Init {
        /// 工作文件夹，默认为当前文件夹
        #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
        folder: PathBuf,
    },
    /// 生成各种表的空白表样
    #[command(help_template = HELP, override_usage = "zhuanban forms [文件夹]")]
    Forms {
        /// 存放的文件夹，默认为当前文件夹
        #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
        folder: PathBuf,
    },
    /// 把程序自带的文稿模板写到“模板”文件夹，供修改
    #[command(help_template = HELP, override_usage = "zhuanban templates [文件夹]")]
    Templates {
        /// 工作文件夹，默认为当前文件夹
        #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
        folder: PathBuf,
    },
    /// 输出命令行补全脚本
    #[command(help_template = HELP, override_usage = "zhuanban completions <bash|zsh|fish|powershell|elvish>")]
    Completions {
        /// 命令行程序
        #[arg(value_name = "命令行", hide_possible_values = true, help_heading = "参数")]
        shell: clap_complete::Shell,
    },
    /// 查看核查规则
    #[command(help_template = HELP, override_usage = "zhuanban rules [编号] | --coverage")]
    Rules {
        /// 规则编号，如 L001；不写则列出全部
        #[arg(value_name = "编号", help_heading = "参数")]
        code: Option<String>,
        /// 逐条列出规定的每一条由哪些规则核查、哪些由人判断
        #[arg(long, conflicts_with = "code", help_heading = "选项")]
        coverage: bool,
    },
    /// 查看各类表格及可识别的列名
    #[command(help_template = HELP, override_usage = "zhuanban columns [表]")]
    Columns {
        /// 表的名称，如 log 或 工作日志；不写则列出全部
        #[arg(value_name = "表", help_heading = "参数")]
        table: Option<String>,
    },
}

/// What `check` and `report` share.
#[derive(Args, Debug, Default)]
pub struct Options {
    /// 收件文件夹（默认为工作文件夹下的“收件”，没有则为工作文件夹本身）
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub inbox: Option<PathBuf>,
    /// 输出文件夹（默认为工作文件夹下的“报送”）
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub out: Option<PathBuf>,
    /// 设置文件（默认为工作文件夹下的“设置.toml”）
    #[arg(long, value_name = "文件", help_heading = "选项")]
    pub settings: Option<PathBuf>,
    /// 密码文件，一行一个密码，用于打开有密码的表
    #[arg(long, value_name = "文件", help_heading = "选项")]
    pub password_file: Option<PathBuf>,
    /// 成文日期，如 2021-10-08（默认为今天）
    #[arg(long, value_name = "日期", value_parser = day, help_heading = "选项")]
    pub date: Option<NaiveDate>,
    /// 截止日期，须在期间之内（默认为期间最后一天）
    #[arg(long, value_name = "日期", value_parser = day, help_heading = "选项")]
    pub as_of: Option<NaiveDate>,
    /// 将数据和问题以 JSON 格式输出
    #[arg(long, help_heading = "选项")]
    pub json: bool,
    /// 同时处理的文件数（默认为处理器核数）
    #[arg(long, value_name = "个数", value_parser = workers, help_heading = "选项")]
    pub jobs: Option<usize>,
    /// 只输出必要内容
    #[arg(short, long, help_heading = "选项")]
    pub quiet: bool,
    /// 另列出每个文件的读取情况
    #[arg(short, long, help_heading = "选项")]
    pub verbose: bool,
    /// 不使用颜色
    #[arg(long, help_heading = "选项")]
    pub no_color: bool,
}

/// How `check` prints its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// Annotations of a continuous-integration service.
    Github,
}

/// What to print instead of going on, and how to end.
#[derive(Debug)]
pub struct Stop {
    /// The text, with its line break.
    pub text: String,
    /// 0 for help and version, 2 for wrong use.
    pub code: u8,
}

/// Reads the arguments, program name first.
pub fn parse(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Cli, Stop> {
    Cli::try_parse_from(arguments).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp => Stop {
            text: error.to_string(),
            code: 0,
        },
        ErrorKind::DisplayVersion => Stop {
            text: error.to_string(),
            code: 0,
        },
        _ => Stop {
            text: format!("{}\n（用 zhuanban --help 查看用法）\n", told(&error)),
            code: 2,
        },
    })
}

/// clap's errors in Chinese.
fn told(error: &clap::Error) -> String {
    use clap::error::ContextKind;
    let context = |kind| error.get(kind).map(|value| value.to_string()).filter(|text| !text.is_empty());
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少内容"),
        ErrorKind::InvalidValue => format!("{argument} 不能是“{value}”"),
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error)
                .map(|source| format!("：{source}"))
                .unwrap_or_default();
            format!("{argument} 的内容“{value}”不对{reason}")
        }
        ErrorKind::UnknownArgument => format!("不认识的参数“{argument}”"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand).unwrap_or_default()),
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}"),
        ErrorKind::MissingSubcommand => "请写明要做的事，如 zhuanban report 2021-09".to_owned(),
        ErrorKind::ArgumentConflict => format!("{argument} 不能这样一起使用或重复使用"),
        ErrorKind::InvalidUtf8 => "参数中有无法识别的字符".to_owned(),
        _ => "命令写法有误".to_owned(),
    }
}

fn period(text: &str) -> Result<Period, String> {
    Period::parse(text)
        .ok_or_else(|| "期间应写作 2021-09（月）、2021-09-H1（半月）、2021-W36（周）、2021-Q3（季度）或 2021（年）".to_owned())
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "日期应写作 2021-10-08".to_owned())
}

fn seconds(text: &str) -> Result<u32, String> {
    within(text, 0..=86400)
}

fn times(text: &str) -> Result<u32, String> {
    within(text, 1..=1_000_000)
}

fn workers(text: &str) -> Result<usize, String> {
    within(text, 1..=256)
}

/// A whole number of the range: what the library itself says of another is English.
fn within<N: FromStr + PartialOrd + Display>(text: &str, range: RangeInclusive<N>) -> Result<N, String> {
    text.parse()
        .ok()
        .filter(|number| range.contains(number))
        .ok_or_else(|| format!("应为 {} 至 {} 的整数", range.start(), range.end()))
}

/// The text of `zhuanban rules [CODE]`; `None` when there is no such rule.
pub fn rules_text(code: Option<&str>, policy: &Policy) -> Option<String> {
    let mut text = String::new();
    match code {
        None => {
            for rule in rules::CATALOGUE {
                let card = rule.card;
                line(
                    &mut text,
                    format_args!("{}  {}  {}  〔{}〕", card.code, card.severity.name(), card.name, card.sources()),
                );
            }
            line(
                &mut text,
                format_args!("共 {} 条。用 zhuanban rules 编号 查看某一条的全部内容。", rules::CATALOGUE.len()),
            );
        }
        Some(code) => {
            let rule = rules::CATALOGUE
                .iter()
                .find(|rule| rule.card.code.eq_ignore_ascii_case(code.trim()))?;
            card_text(&mut text, rule.card, policy);
        }
    }
    Some(text)
}

fn card_text(text: &mut String, card: &RuleCard, policy: &Policy) {
    line(text, format_args!("{} {}", card.code, card.name));
    line(text, format_args!("级别　{}", card.severity.name()));
    for article in card.articles {
        let about = articles::find(article)
            .map(|article| format!("：{}", article.about))
            .unwrap_or_default();
        line(text, format_args!("依据　{article}{about}"));
    }
    line(text, format_args!("核查　{}", card.checks));
    line(text, format_args!("意义　{}", card.why));
    line(text, format_args!("处理　{}", card.remedy));
    line(text, format_args!("影响　{}", card.effect.name()));
    for key in card.parameters {
        for parameter in policy.parameters().iter().filter(|parameter| parameter.key == *key) {
            let value = match &parameter.value {
                Value::Number(number) => format!("{number}{}", parameter.unit),
                Value::Words(words) => words.entries.join("、"),
            };
            let until = parameter.until.map(|until| format!("，至 {until} 止")).unwrap_or_default();
            line(
                text,
                format_args!(
                    "参数　{}（{key}）＝{value}，自 {} 起{until}〔{}〕",
                    parameter.name, parameter.from, parameter.source
                ),
            );
        }
    }
}

/// The completion script of a shell.
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut <Cli as clap::CommandFactory>::command(), "zhuanban", &mut script);
    script
}

/// What `init`, `forms` and `templates` did.
pub fn laid_text(laid: &Laid) -> String {
    let mut text = String::new();
    for path in &laid.written {
        line(&mut text, format_args!("已建立　{}", path.display()));
    }
    for path in &laid.kept {
        line(&mut text, format_args!("已存在，未改动　{}", path.display()));
    }
    text
}

/// The text of `zhuanban verify`.
pub fn verified_text(verified: &Verified) -> String {
    let (inputs, outputs) = verified.compared;
    if verified.differences.is_empty() {
        return format!("一致：{inputs} 个收件文件、{outputs} 个输出文件都与生成时相同，重新生成的结果逐字节一致。\n");
    }
    let mut text = format!("不一致，共 {} 处：\n", verified.differences.len());
    for difference in &verified.differences {
        line(&mut text, format_args!("  {difference}"));
    }
    text
}

/// What `zhuanban watch` says of one thing that it tells, without the time.
pub fn watched_text(told: &Told) -> String {
    match told {
        Told::Changed {
            new,
            changed,
            gone,
            settings,
        } => {
            let parts = [("新增", new), ("改动", changed), ("移走", gone)];
            let parts = parts.iter().filter(|(_, count)| **count > 0);
            let parts: Vec<String> = parts.map(|(what, count)| format!("{what} {count} 个文件")).collect();
            let inbox = (!parts.is_empty()).then(|| format!("收件有变动：{}；", parts.join("、")));
            let settings = if *settings { "设置有变动；" } else { "" };
            format!("{}{settings}等文件写完", inbox.unwrap_or_default())
        }
        Told::Away => "收件文件夹现在打不开（可能已移走、改名或断开网络），等它恢复；上次的结果不受影响".to_owned(),
        Told::Back => "收件文件夹已恢复".to_owned(),
        Told::Checked(done, counts) => format!(
            "已核查（新读 {} 个文件，其余 {} 个未变）。{}请先打开：{}",
            counts.anew,
            counts.untouched + counts.same,
            done.summary,
            done.opened_first().display()
        ),
        Told::Failed(error) => format!("未能核查：{error}；收件或设置再有变动时重试"),
    }
}

/// The text of `zhuanban rules --coverage`: every article of the three documents, who checks it, by which rules, and why not.
pub fn coverage_text() -> String {
    const CITATION: usize = 16;
    const STATE: usize = 12;
    let rows = rules::coverage();
    let mut text = String::new();
    let mut counts = BTreeMap::<State, usize>::new();
    let mut document = "";
    for row in &rows {
        let article = row.article;
        if article.document() != document {
            document = article.document();
            line(&mut text, format_args!("【{document}】"));
        }
        line(
            &mut text,
            format_args!(
                "{}{}{}",
                padded(&article.id, CITATION),
                padded(article.state.name(), STATE),
                article.about
            ),
        );
        let indent = " ".repeat(CITATION + STATE);
        if !row.rules.is_empty() {
            let codes: Vec<&str> = row.rules.iter().map(|card| card.code).collect();
            line(&mut text, format_args!("{indent}规则：{}", codes.join(" ")));
        }
        if !article.why.is_empty() {
            line(&mut text, format_args!("{indent}说明：{}", article.why));
        }
        *counts.entry(article.state).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(state, count)| format!("{} {count} 条", state.name())).collect();
    line(&mut text, format_args!("共 {} 条：{}。", rows.len(), counts.join("，")));
    text
}

/// A text filled up with spaces to a width in columns of the terminal, where a Chinese character takes two.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(sheet::width(text))))
}

/// The text of `zhuanban columns [TABLE]`; `None` when there is no such table.
pub fn columns_text(table: Option<&str>) -> Option<String> {
    let kinds: Vec<Kind> = match table {
        None => Kind::ALL.to_vec(),
        Some(name) => vec![
            Kind::ALL
                .into_iter()
                .find(|kind| kind.key().eq_ignore_ascii_case(name.trim()) || kind.name() == name.trim())?,
        ],
    };
    let mut text = String::new();
    for kind in kinds {
        line(
            &mut text,
            format_args!(
                "{}（{}）　★必填　☆必填，可由标题、表名、文件名或文件夹名补充　◇几项中填一项",
                kind.name(),
                kind.key()
            ),
        );
        for column in kind.table().columns {
            line(
                &mut text,
                format_args!("  {}{}　{}{}", mark(column), column.name, form(column.form), synonyms(column)),
            );
        }
        line(&mut text, format_args!(""));
    }
    Some(text)
}

fn mark(column: &Column) -> &'static str {
    match column.need {
        Need::Required => "★",
        Need::Context => "☆",
        Need::Alternative => "◇",
        Need::Optional | Need::Idle => "　",
    }
}

fn form(form: Form) -> String {
    match form {
        Form::Text => "文字".to_owned(),
        Form::LongNumber => "编号".to_owned(),
        Form::Person => "姓名".to_owned(),
        Form::People | Form::Party => "姓名，可多个".to_owned(),
        Form::Companies => "单位名称，可多个".to_owned(),
        Form::Company => "名称".to_owned(),
        Form::Date => "日期".to_owned(),
        Form::Days => "日期或起止日期".to_owned(),
        Form::Money(DefaultUnit::Yuan) => "金额，未注明单位时按元".to_owned(),
        Form::Money(DefaultUnit::Wan) => "金额，未注明单位时按万元".to_owned(),
        Form::Number => "数量".to_owned(),
        Form::Year => "年度".to_owned(),
        Form::YesNo => "是/否".to_owned(),
        Form::Squad { .. } => "专班".to_owned(),
        Form::Unit => "专班或单位".to_owned(),
        Form::Choice(words) => words.iter().map(|word| word.name).collect::<Vec<_>>().join("/"),
        Form::Currency => "币种".to_owned(),
        Form::CreditCode => "统一社会信用代码".to_owned(),
        Form::IdNumber => "身份证号".to_owned(),
    }
}

fn synonyms(column: &Column) -> String {
    if column.synonyms.is_empty() {
        String::new()
    } else {
        format!("　也可写作：{}", column.synonyms.join("、"))
    }
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(arguments);
    text.push('\n');
}
