//! `tests/cli/*.trycmd`: sessions at the command line, word for word. `TRYCMD=overwrite` writes them anew.

#[test]
fn sessions() {
    let cases = trycmd::TestCases::new();
    // The tests' own environment must not change what is printed.
    for (name, value) in [("COLUMNS", "80"), ("NO_COLOR", "1"), ("DUIZHI_LANG", "zh"), ("TZ", "Asia/Shanghai")] {
        cases.env(name, value);
    }
    cases.case("tests/cli/*.trycmd");
}
