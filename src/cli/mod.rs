//! The command line: one file a subcommand, which checks its flags, calls the library and prints what it gave.
//!
//! Exit codes: 0 done, 1 `search` or `show` found nothing, 2 trouble. Progress and notices go to standard error.

mod build;
pub mod crawl;
mod errors;
mod eval;
mod explain;
mod extract;
mod flags;
mod lexicon;
mod pages;
mod parts;
mod report;
mod search;
mod sheet;
mod show;
mod stats;
mod summary;

use anyhow::Result;
use clap::{Arg, ArgAction, Command as Clap, CommandFactory, FromArgMatches, Parser, Subcommand};

use flags::Common;
use sheet::Terminal;

/// 对质：读网上谈花呗、借呗催收的中文文章，找出每篇的说法，看各方、自身与法规之间哪里对不上。
#[derive(Debug, Parser)]
#[command(name = "duizhi", version, disable_help_subcommand = true, disable_version_flag = true)]
#[command(
    after_help = "退出码：0 完成；1 search、show 没有找到；2 出错。\n先 `duizhi build` 建索引，再 `duizhi report` 看矛盾。"
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    /// 显示版本 (version)
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令")]
enum Command {
    /// 读文章，建索引，列出最尖锐的矛盾 (corpus/ → index/)
    Build(build::BuildArgs),
    /// 查主张（--articles 查文章）
    Search(search::SearchArgs),
    /// 矛盾报告：text、json、md、html
    Report(report::ReportArgs),
    /// 不建索引，逐行输出主张 (NDJSON)，可作流水线的一环
    Extract(extract::ExtractArgs),
    /// 一句话为什么成了、或没有成为主张
    Explain(explain::ExplainArgs),
    /// 看一篇文章或一条主张，按编号
    Show(show::ShowArgs),
    /// 对照标准答案打分：precision、recall、F1
    Eval(eval::EvalArgs),
    /// 有礼貌地抓取网页，存入 corpus/
    Crawl(crawl::CrawlArgs),
    /// 索引里有什么
    Stats(stats::StatsArgs),
    /// 列出、检查词表
    Lexicon(lexicon::LexiconArgs),
}

/// Reads the arguments, runs the command and says what went wrong; the exit code.
pub fn main() -> u8 {
    // clap itself ends with 2 on flags that it does not know, and with 0 after --help.
    let matches = localized(Cli::command()).get_matches();
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    match run(&cli) {
        Ok(code) => code,
        // Whoever reads along may stop doing so.
        Err(error) if errors::is_broken_pipe(&error) => 0,
        Err(error) => {
            errors::complain(&error);
            2
        }
    }
}

fn run(cli: &Cli) -> Result<u8> {
    let terminal = Terminal::of(&cli.common);
    match &cli.command {
        Command::Build(args) => build::run(args, &terminal),
        Command::Search(args) => search::run(args, &terminal),
        Command::Report(args) => report::run(args, &terminal),
        Command::Extract(args) => extract::run(args),
        Command::Explain(args) => explain::run(args, &terminal),
        Command::Show(args) => show::run(args, &terminal),
        Command::Eval(args) => eval::run(args, &terminal),
        Command::Crawl(args) => crawl::run(args),
        Command::Stats(args) => stats::run(args, &terminal),
        Command::Lexicon(args) => lexicon::run(args, &terminal),
    }
}

/// clap's own words in Chinese, for the command and all below it.
fn localized(command: Clap) -> Clap {
    let help =
        Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助 (help)").help_heading("选项");
    command
        .disable_help_flag(true)
        .arg(help)
        .help_template("{about-with-newline}\n用法: {usage}\n\n{all-args}{after-help}")
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            // The words stand in the value's name, where they take one line.
            let takes_value = arg.get_action().takes_values();
            arg.help_heading(heading).hide_possible_values(takes_value)
        })
        .mut_subcommands(localized)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_of_all_commands_fit_together() {
        localized(Cli::command()).debug_assert();
    }
}
