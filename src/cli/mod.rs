//! One file a subcommand: flags in, library called, value printed.
