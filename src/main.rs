//! Parse, run, print, exit code: the only place that prints, and that asks for the clock and the environment.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::IsTerminal;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use zhuanban::cli;
use zhuanban::cli::Command;
use zhuanban::cli::Format;
use zhuanban::cli::Options;
use zhuanban::regulation::Policy;
use zhuanban::report::terminal::Colour;
use zhuanban::report::trace;
use zhuanban::run;
use zhuanban::run::Done;
use zhuanban::run::Job;
use zhuanban::run::Laid;
use zhuanban::run::Task;
use zhuanban::values::period::Period;

fn main() -> ExitCode {
    let cli = match cli::parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(stop) => {
            if stop.code == 0 {
                print(stop.text.as_bytes());
            } else {
                eprint!("{}", stop.text);
            }
            return ExitCode::from(stop.code);
        }
    };
    let Some(command) = cli.command else {
        return double_click();
    };
    match command {
        Command::Check {
            folder,
            period,
            format,
            options,
        } => {
            let format = if options.json { Format::Json } else { format };
            let verbose = options.verbose;
            work(
                folder,
                options,
                |job| run::run(Task::Check(period), job),
                |done, quiet| {
                    match format {
                        Format::Text => print(done.findings.as_bytes()),
                        Format::Github => print(done.annotations.as_bytes()),
                        Format::Json => print(&done.json),
                    }
                    if format == Format::Text && verbose {
                        print(done.files.as_bytes());
                    }
                    if format == Format::Text && !quiet {
                        print(done.summary.as_bytes());
                        print(format!("问题清单：{}\n", opened_first(done)).as_bytes());
                    }
                    u8::from(done.errors > 0)
                },
            )
        }
        Command::Report {
            period,
            folder,
            strict,
            close,
            options,
        } => {
            let (json, verbose) = (options.json, options.verbose);
            work(
                folder,
                options,
                |job| run::run(Task::Report(period), &Job { close, ..job.clone() }),
                |done, quiet| {
                    if json {
                        print(&done.json);
                        return u8::from(strict && done.errors > 0);
                    }
                    if verbose {
                        print(done.files.as_bytes());
                    }
                    if !quiet {
                        print(done.summary.as_bytes());
                        print(format!("已生成{}汇报材料。请先打开：{}\n", done.period.title(), opened_first(done)).as_bytes());
                    }
                    u8::from(strict && done.errors > 0)
                },
            )
        }
        Command::Watch {
            folder,
            period,
            rest,
            times,
            options,
        } => {
            let date = options.date;
            work(folder, options, |job| watch(period, rest, times, date, job), |(), _| 0)
        }
        Command::Trace {
            figure,
            period,
            folder,
            options,
        } => {
            let json = options.json;
            work(
                folder,
                options,
                |job| run::trace(&figure, period, job),
                |traces, _| {
                    if json {
                        print(&trace::json(traces));
                    } else {
                        print(trace::text(traces).as_bytes());
                    }
                    0
                },
            )
        }
        Command::Verify { folder, options } => {
            let of = folder.clone();
            let json = options.json;
            work(
                folder,
                options,
                |job| run::verify(&of, job),
                |verified, _| {
                    if json {
                        print(&verified.json());
                    } else {
                        print(cli::verified_text(verified).as_bytes());
                    }
                    u8::from(!verified.differences.is_empty())
                },
            )
        }
        Command::Init { folder } => laid(run::init(&folder, today())),
        Command::Forms { folder } => laid(run::blank_forms(&folder)),
        Command::Templates { folder } => laid(run::templates(&folder)),
        Command::Completions { shell } => {
            print(&cli::completions(shell));
            ExitCode::SUCCESS
        }
        Command::Rules { coverage: true, .. } => show(Some(cli::coverage_text()), ""),
        Command::Rules { code, .. } => show(
            cli::rules_text(code.as_deref(), &Policy::built_in()),
            "没有这个编号的规则；用 zhuanban rules 查看全部",
        ),
        Command::Columns { table } => show(cli::columns_text(table.as_deref()), "没有这种表；用 zhuanban columns 查看全部"),
    }
}

/// Watches until Ctrl-C; a check that goes on then is done to its end. A second Ctrl-C ends at once.
fn watch(period: Option<Period>, rest: u32, times: Option<u32>, date: Option<chrono::NaiveDate>, job: &Job<'_>) -> Result<(), run::Error> {
    static ENDED: AtomicBool = AtomicBool::new(false);
    // Where no handler can be had, Ctrl-C ends at once; what is being written then is left unfinished under a hidden name.
    let _ = ctrlc::set_handler(|| {
        if ENDED.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
    let say = |text: String| print(format!("[{}] {text}\n", chrono::Local::now().format("%H:%M:%S")).as_bytes());
    let mut left = times;
    say("开始守候收件文件夹，按 Ctrl-C 结束".to_owned());
    let result = run::watch(
        &run::Watch {
            period,
            rest: Duration::from_secs(rest.into()),
            look: LOOK,
            today: &|| date.unwrap_or_else(today),
            ended: &|| ENDED.load(Ordering::SeqCst),
        },
        job,
        |told| {
            if matches!(told, run::Told::Checked(..) | run::Told::Failed(_)) {
                left = left.map(|left| left.saturating_sub(1));
            }
            say(cli::watched_text(&told));
            left != Some(0)
        },
    );
    say("已结束守候，各项结果完整".to_owned());
    result
}

/// How often a watched inbox is looked at.
const LOOK: Duration = Duration::from_millis(500);

fn today() -> chrono::NaiveDate {
    chrono::Local::now().date_naive()
}

fn laid(result: Result<Laid, run::Error>) -> ExitCode {
    match result {
        Ok(laid) => {
            print(cli::laid_text(&laid).as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.exit_code())
        }
    }
}

/// Started without a word, as by a double-click: the folder that the program stands in, or else the current one, is the workspace. It
/// is checked, and the latest month's report is written; then a key is waited for, so that the window stays.
fn double_click() -> ExitCode {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.to_owned()));
    let folder = beside
        .filter(|folder| run::is_workspace(folder))
        .unwrap_or_else(|| PathBuf::from("."));
    let code = latest_report(folder);
    if std::io::stdin().is_terminal() {
        print("按回车键结束。".as_bytes());
        let _ = std::io::stdin().read_line(&mut String::new());
    }
    code
}

/// The report of the latest month with a log row.
fn latest_report(folder: PathBuf) -> ExitCode {
    if !run::is_workspace(&folder) {
        eprintln!(
            "这个文件夹里没有表格。请把各专班的表放进来再运行；或在命令行中运行 zhuanban init 建立工作文件夹（含空白表样和使用说明），\
             其他用法见 zhuanban --help"
        );
        return ExitCode::from(2);
    }
    work(
        folder,
        Options::default(),
        |job| {
            let checked = run::run(Task::Check(None), job)?;
            let done = run::run(Task::Report(checked.period), job)?;
            Ok((checked, done))
        },
        |(checked, done), _| {
            print(checked.findings.as_bytes());
            print(done.summary.as_bytes());
            print(format!("已生成{}汇报材料。请先打开：{}\n", done.period.title(), opened_first(done)).as_bytes());
            0
        },
    )
}

/// Does the job, prints what `told` prints, and gives its exit code.
fn work<T>(
    folder: PathBuf,
    options: Options,
    job_of: impl Fn(&Job<'_>) -> Result<T, run::Error>,
    told: impl Fn(&T, bool) -> u8,
) -> ExitCode {
    let colour = !options.no_color && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && std::io::stdout().is_terminal();
    let bar = Mutex::new(None);
    let progress = |read: usize, all: usize| {
        // Long work only, and only where somebody watches.
        if !options.quiet
            && std::io::stderr().is_terminal()
            && let Ok(mut bar) = bar.lock()
        {
            bar.get_or_insert_with(|| progress_bar(all)).set_position(read as u64);
        }
    };
    let job = Job {
        folder,
        inbox: options.inbox.clone(),
        out: options.out.clone(),
        settings: options.settings.clone(),
        password_file: options.password_file.clone(),
        close: false,
        today: options.date.unwrap_or_else(today),
        as_of: options.as_of,
        jobs: options
            .jobs
            .or_else(|| std::thread::available_parallelism().ok().map(usize::from))
            .unwrap_or(1),
        colour: if colour { Colour::On } else { Colour::Off },
        progress: &progress,
        kept: None,
        made: None,
    };
    let result = job_of(&job);
    if let Ok(Some(bar)) = bar.into_inner() {
        bar.finish_and_clear();
    }
    match result {
        Ok(done) => ExitCode::from(told(&done, options.quiet)),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn progress_bar(all: usize) -> ProgressBar {
    let bar = ProgressBar::new(all as u64);
    match ProgressStyle::with_template("读取表格 {bar:30} {pos}/{len} 个文件") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn opened_first(done: &Done) -> String {
    done.opened_first().display().to_string()
}

fn show(text: Option<String>, otherwise: &str) -> ExitCode {
    match text {
        Some(text) => {
            print(text.as_bytes());
            ExitCode::SUCCESS
        }
        None => {
            eprintln!("{otherwise}");
            ExitCode::from(2)
        }
    }
}

/// Prints bytes; a reader that has gone away (`| head`) is no error.
fn print(bytes: &[u8]) {
    let _ = std::io::stdout().write_all(bytes);
}
