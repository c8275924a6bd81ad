//! Makes what pages wrote safe to show: no control character, no bidirectional override gets through.
//!
//! Escaping for HTML, Markdown or JSON comes after this and is left to each format.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` on one line, with every character that could steer a terminal or reorder a line made visible.
///
/// Line ends and tabs become spaces; control characters and invisible format characters (bidirectional ones among
/// them) their code point, `⟨U+202E⟩`. Control pictures such as ␛ would be shorter, but few fonts have them.
///
/// ```
/// use duizhi::report::plain::plain;
/// assert_eq!(plain("逾期\u{1b}[31m\n三天"), "逾期⟨U+001B⟩[31m 三天");
/// assert_eq!(plain("a\u{202e}b"), "a⟨U+202E⟩b");
/// ```
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            // Writing to a String cannot fail.
            c if steers(c) => drop(write!(out, "⟨U+{:04X}⟩", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether `c` steers a terminal, reorders the line or is an invisible format character.
pub(crate) fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// `address` if it is one that a page of ours may link to (http or https), else `None`.
pub(crate) fn web_address(address: &str) -> Option<&str> {
    let scheme_ok = ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)));
    (scheme_ok && !address.chars().any(|c| steers(c) || c.is_whitespace())).then_some(address)
}

/// `path` as a part of a URI: every byte but letters, digits and `-._~/` percent-encoded.
pub(crate) fn uri_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len() * 3);
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_character_is_made_visible() {
        let all: String = (0..0x110000u32).filter_map(char::from_u32).filter(|c| c.is_control()).collect();
        assert!(!plain(&all).chars().any(steers));
    }

    #[test]
    fn bidirectional_overrides_are_named() {
        assert_eq!(plain("\u{2066}x\u{2069}\u{200f}"), "⟨U+2066⟩x⟨U+2069⟩⟨U+200F⟩");
    }

    #[test]
    fn ordinary_text_is_left_as_it_is() {
        let text = "花呗逾期3天,“不会”上门——ＡＢ𠮷🙂";
        assert!(matches!(plain(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(web_address("https://a.example/x?y=1"), Some("https://a.example/x?y=1"));
        assert_eq!(web_address("HTTP://a.example/"), Some("HTTP://a.example/"));
        for bad in ["javascript:alert(1)", "data:text/html,x", "file:///etc", "https://a b", "https://a\u{202e}b", "借"]
        {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_path_is_percent_encoded() {
        assert_eq!(uri_path("a/借 b.html"), "a/%E5%80%9F%20b.html");
    }
}
