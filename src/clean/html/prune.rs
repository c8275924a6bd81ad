//! Raw HTML to a small, shallow page with the same text: scripts, styles, comments and inline formatting go, nesting is
//! bounded.
//!
//! A tree builder walks its stack of open elements for every tag, so 200,000 nested tags cost it minutes, and extractors
//! recurse; this pass is linear and keeps both from it. It decides nothing about what is the article.

/// Elements deeper than this are flattened. Pages written by people stay under 60.
const DEEPEST: usize = 120;

/// What becomes of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Kept; may nest.
    Block,
    /// Kept, and closes itself when a neighbour opens, so it does not count as depth.
    SelfClosing,
    /// Kept; never has an end.
    Void,
    /// Kept inside a line.
    Inline,
    /// Bold: kept under a name that the tree builder does not reopen in every block.
    Bold,
    /// Gone, with its content.
    Removed,
    /// Gone; its content stays.
    Unwrapped,
}

fn fate(name: &str) -> Fate {
    match name {
        "html" | "head" | "body" | "div" | "table" | "ul" | "ol" | "dl" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        | "section" | "article" | "main" | "header" | "footer" | "nav" | "aside" | "blockquote" | "pre" | "center"
        | "figure" | "figcaption" | "form" | "fieldset" | "details" | "summary" | "address" | "caption" | "dir"
        | "menu" => Fate::Block,
        "p" | "li" | "tr" | "td" | "th" | "dt" | "dd" | "tbody" | "thead" | "tfoot" => Fate::SelfClosing,
        "br" | "hr" | "meta" | "link" | "base" => Fate::Void,
        "a" | "span" | "em" | "time" | "title" => Fate::Inline,
        "b" | "strong" => Fate::Bold,
        "script" | "style" | "noscript" | "iframe" | "noembed" | "noframes" | "textarea" | "xmp" | "svg" | "math"
        | "object" | "canvas" | "template" | "select" | "button" | "audio" | "video" | "map" | "applet"
        | "datalist" => Fate::Removed,
        // Containers that a site defines itself stand for blocks.
        name if name.contains('-') => Fate::Block,
        _ => Fate::Unwrapped,
    }
}

/// The element that carries bold text in the pruned page.
pub(super) const BOLD: &str = "x-bold";

/// Attributes that anything later looks at.
const ATTRIBUTES: &[&str] =
    &["id", "class", "href", "content", "name", "property", "itemprop", "rel", "datetime", "hidden"];

/// The pruned page.
pub(super) fn prune(html: &str) -> String {
    let mut pruner =
        Pruner { html, out: String::with_capacity(html.len() / 2), open: Vec::new(), over: 0, endless: Vec::new() };
    pruner.run();
    pruner.out
}

struct Pruner<'a> {
    html: &'a str,
    out: String,
    /// Open elements that count as depth, as their names stand in the page.
    open: Vec<&'a str>,
    /// How many elements are open beyond the deepest.
    over: usize,
    /// Elements found to have no end: looked for once only.
    endless: Vec<String>,
}

impl<'a> Pruner<'a> {
    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let Some(tag) = bytes[at..].iter().position(|&byte| byte == b'<').map(|found| at + found) else {
                self.out.push_str(&self.html[at..]);
                break;
            };
            self.out.push_str(&self.html[at..tag]);
            at = self.tag(tag);
        }
    }

    /// Handles what begins with the `<` at `at`; returns where to go on.
    fn tag(&mut self, at: usize) -> usize {
        let rest = &self.html[at..];
        let bytes = rest.as_bytes();
        match bytes.get(1) {
            Some(b'!') if rest.starts_with("<!--") => at + find(rest, "-->", 4).map_or(rest.len(), |end| end + 3),
            Some(b'!') if rest.len() > 9 && rest.is_char_boundary(9) && rest[..9].eq_ignore_ascii_case("<!doctype") => {
                let end = find(rest, ">", 9).map_or(rest.len(), |end| end + 1);
                // Only a doctype of reasonable length is one.
                if end <= 300 {
                    self.out.push_str(&rest[..end]);
                }
                at + end
            }
            Some(b'!' | b'?') => at + find(rest, ">", 2).map_or(rest.len(), |end| end + 1),
            Some(b'/') if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let name = name(&rest[2..]);
                self.end(name);
                at + find(rest, ">", 2).map_or(rest.len(), |end| end + 1)
            }
            Some(byte) if byte.is_ascii_alphabetic() => self.start(at),
            _ => {
                self.out.push_str("&lt;");
                at + 1
            }
        }
    }

    fn start(&mut self, at: usize) -> usize {
        let rest = &self.html[at + 1..];
        let raw = name(rest);
        let lower = raw.to_ascii_lowercase();
        let (attributes, length, closed) = attributes(&rest[raw.len()..]);
        let after = at + 1 + raw.len() + length;
        match fate(&lower) {
            Fate::Removed => return if closed { after } else { self.skip(after, &lower) },
            Fate::Unwrapped => {}
            Fate::Void => self.open_tag(&lower, &attributes),
            Fate::SelfClosing => self.open_tag(&lower, &attributes),
            Fate::Bold => self.nest(raw, BOLD, &[]),
            // Spans without a name are only colours and sizes.
            Fate::Inline if lower == "span" && attributes.is_empty() => self.open.push("span-without-name"),
            Fate::Inline | Fate::Block => {
                let emitted = if lower.contains('-') { "div" } else { lower.as_str() };
                self.nest(raw, emitted, &attributes);
            }
        }
        after
    }

    fn nest(&mut self, raw: &'a str, emitted: &str, attributes: &[(&str, &str)]) {
        if self.open.len() >= DEEPEST {
            self.over += 1;
            // Where an element is lost, its line must not run into the next.
            self.out.push_str("<br>");
        } else {
            self.open.push(raw);
            self.open_tag(emitted, attributes);
        }
    }

    fn end(&mut self, raw: &str) {
        let lower = raw.to_ascii_lowercase();
        let kind = fate(&lower);
        match kind {
            Fate::Void | Fate::Removed | Fate::Unwrapped => {
                // `</br>` and `</p>` alone are breaks to a browser.
                if lower == "br" {
                    self.out.push_str("<br>");
                }
            }
            Fate::SelfClosing => self.close_tag(&lower),
            Fate::Block | Fate::Inline | Fate::Bold if self.over > 0 => {
                self.over -= 1;
                self.out.push_str("<br>");
            }
            Fate::Block | Fate::Inline | Fate::Bold => {
                let inline = kind != Fate::Block;
                let is_inline = |name: &str| {
                    matches!(fate(&name.to_ascii_lowercase()), Fate::Inline | Fate::Bold) || name == "span-without-name"
                };
                for index in (0..self.open.len()).rev() {
                    let open = self.open[index];
                    if open.eq_ignore_ascii_case(raw) {
                        self.open.truncate(index);
                        let emitted = match kind {
                            Fate::Bold => BOLD,
                            _ if lower.contains('-') => "div",
                            _ => &lower,
                        };
                        self.close_tag(emitted);
                        return;
                    }
                    if lower == "span" && open == "span-without-name" {
                        self.open.remove(index);
                        return;
                    }
                    // An inline end does not reach out of its block.
                    if inline && !is_inline(open) {
                        return;
                    }
                }
            }
        }
    }

    /// Where an element that is removed ends.
    fn skip(&mut self, from: usize, name: &str) -> usize {
        if self.endless.iter().any(|endless| endless == name) {
            return from;
        }
        let mut at = from;
        let bytes = self.html.as_bytes();
        while let Some(found) = find(self.html, "</", at) {
            let end = found + 2 + name.len();
            if bytes.get(found + 2..end).is_some_and(|got| got.eq_ignore_ascii_case(name.as_bytes())) {
                return find(self.html, ">", end).map_or(bytes.len(), |end| end + 1);
            }
            at = found + 2;
        }
        self.endless.push(name.to_owned());
        // A script without an end runs to the end of the page; anything else only lacks its end tag.
        if matches!(name, "script" | "style" | "xmp" | "textarea") { bytes.len() } else { from }
    }

    fn open_tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            if value.contains('"') {
                self.out.push_str(&value.replace('"', "&quot;"));
            } else {
                self.out.push_str(value);
            }
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn close_tag(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}

fn find(text: &str, what: &str, from: usize) -> Option<usize> {
    text.get(from..)?.find(what).map(|found| from + found)
}

fn name(rest: &str) -> &str {
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(rest.len());
    &rest[..end]
}

/// The attributes kept, the length of the tag after its name, and whether it closes itself (`/>`).
fn attributes(rest: &str) -> (Vec<(&str, &str)>, usize, bool) {
    let bytes = rest.as_bytes();
    let mut kept: Vec<(&str, &str)> = Vec::new();
    let mut at = 0;
    loop {
        while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
            at += 1;
        }
        match bytes.get(at) {
            None => return (kept, at, false),
            Some(b'>') => return (kept, at + 1, at > 0 && bytes[at - 1] == b'/'),
            Some(_) => {}
        }
        let start = at;
        while bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/')) {
            at += 1;
        }
        let key = &rest[start..at];
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let mut value = "";
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let (from, to) = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let from = at + 1;
                    let to =
                        bytes[from..].iter().position(|&byte| byte == quote).map_or(bytes.len(), |found| from + found);
                    at = (to + 1).min(bytes.len());
                    (from, to)
                }
                _ => {
                    let from = at;
                    while bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>') {
                        at += 1;
                    }
                    (from, at)
                }
            };
            value = &rest[from..to];
        } else if key.is_empty() {
            // A stray mark that is neither key nor end.
            at += 1;
            while !rest.is_char_boundary(at) {
                at += 1;
            }
            continue;
        }
        keep(&mut kept, key, value);
    }
}

fn keep<'a>(kept: &mut Vec<(&'a str, &'a str)>, key: &'a str, value: &'a str) {
    // Values this long are data, not names.
    if value.len() > 600 {
        return;
    }
    if key.eq_ignore_ascii_case("style") {
        let squeezed: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        if squeezed.to_ascii_lowercase().contains("display:none") {
            kept.push(("hidden", ""));
        }
    } else if let Some(known) = ATTRIBUTES.iter().find(|known| key.eq_ignore_ascii_case(known))
        && !kept.iter().any(|(key, _)| key == known)
    {
        kept.push((known, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_comments_and_colours_go_and_the_text_stays() {
        let html = "<!-- a > b --><script>if (a<b) {'</div>'}</script><P Style='x:y' CLASS=c>花<font color=red>呗</font><span style=\"a\">逾期</span><br/>1 < 2</P>";
        assert_eq!(prune(html), "<p class=\"c\">花呗逾期<br>1 &lt; 2</p>");
    }

    #[test]
    fn misnested_and_unclosed_tags_do_not_eat_text() {
        assert_eq!(
            prune("<div><b>一</div>二</b><svg>三<iframe src=x></iframe>四"),
            format!("<div><{BOLD}>一</div>二三四")
        );
        assert_eq!(prune("<a title='x>y' href=\"/1\">题</a"), "<a href=\"/1\">题</a>");
        assert_eq!(prune("文<script>var a"), "文");
    }

    #[test]
    fn depth_is_bounded_and_lines_stay_apart() {
        let html = format!("{}甲</div>乙{}", "<div>".repeat(200_000), "</div>".repeat(199_999));
        let pruned = prune(&html);
        assert_eq!(pruned.matches("<div>").count(), DEEPEST);
        assert!(pruned.contains("甲<br>乙"));
    }
}
