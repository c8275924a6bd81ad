//! Runs one crawl from the command line; what `duizhi crawl` does, without the other commands.

use clap::Parser;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: duizhi::cli::crawl::CrawlArgs,
}

fn main() -> anyhow::Result<std::process::ExitCode> {
    let code = duizhi::cli::crawl::run(&Command::parse().args)?;
    Ok(code.into())
}
