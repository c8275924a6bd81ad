//! What a page says of itself in its head: title, date, author, site, address, each with where it stood.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{Html, Node};

use super::lines::Lines;
use crate::article::BlockKind;
use crate::clean::byline::Sourced;
use crate::clean::dates::{date_in_address, epoch, stamp};
use crate::clean::fold::{fold, squeeze};
use crate::clean::line::{is_prose, trim};
use crate::clean::title::is_channel;
use jiff::civil::Date;

/// What stands in the head of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Head {
    title_tag: String,
    og_title: Option<String>,
    site_name: Option<String>,
    /// Day of publication from machine-readable places.
    pub(super) published: Sourced<Date>,
    /// Day from a script of the page.
    pub(super) script_date: Sourced<Date>,
    /// Day in the page's address.
    pub(super) address_date: Sourced<Date>,
    /// Author.
    pub(super) author: Sourced<String>,
    /// Site.
    pub(super) site: Sourced<String>,
    /// Canonical address.
    pub(super) url: Sourced<String>,
}

/// Longest title tag that is looked at, in characters.
const LONGEST_TITLE: usize = 300;

/// Keys of `meta` that hold the day of publication, best first.
const DATE_KEYS: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "datecreated",
    "publishdate",
    "pubdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "apub:time",
    "bytedance:published_time",
    "weibo:article:create_at",
    "og:release_date",
    "og:time",
    "release_date",
    "dc.date",
    "dc.date.issued",
    "sailthru.date",
    "_pubtime",
    "firstcreate",
    "createdate",
    "date",
    "time",
    "og:updated_time",
    "article:modified_time",
    "lastmod",
];

/// Title tags that programs leave on every page.
const GENERIC: &[&str] = &[
    "公告详情",
    "文章详情",
    "新闻详情",
    "资讯详情",
    "内容详情",
    "详情",
    "详情页",
    "文章",
    "正文",
    "首页",
    "无标题文档",
    "untitled",
    "document",
    "内容",
    "文章内容",
    "新闻内容",
    "通知公告",
    "新闻",
    "资讯",
];

/// Reads the head of `page`; `html` is the page before pruning, for its scripts.
pub(super) fn read(page: &Html, html: &str) -> Head {
    let mut head = Head::default();
    let mut metas: Vec<(String, String)> = Vec::new();
    let mut time_tag = None;
    let mut canonical = None;
    for node in page.tree.root().descendants() {
        let Node::Element(element) = node.value() else { continue };
        match element.name() {
            "title" if head.title_tag.is_empty() => {
                let text: String =
                    node.descendants().filter_map(|node| node.value().as_text().map(|text| text.to_string())).collect();
                // Longer ones hold lists of keywords.
                head.title_tag = collapse(&text).chars().take(LONGEST_TITLE).collect();
            }
            "meta" => {
                let key = element.attr("property").or(element.attr("name")).or(element.attr("itemprop"));
                if let (Some(key), Some(content)) = (key, element.attr("content")) {
                    metas.push((key.trim().to_ascii_lowercase(), collapse(content)));
                }
            }
            "link"
                if canonical.is_none()
                    && element.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
            {
                canonical = element.attr("href").map(str::to_owned);
            }
            "time" if time_tag.is_none() => time_tag = element.attr("datetime").and_then(stamp),
            _ => {}
        }
    }
    let meta = |key: &str| {
        metas.iter().find(|(own, content)| own == key && !content.is_empty()).map(|(_, content)| content.clone())
    };
    // The latter of each is what sites of authorities have to carry.
    head.og_title = meta("og:title").or_else(|| meta("twitter:title")).or_else(|| meta("articletitle"));
    head.site_name = meta("og:site_name").or_else(|| meta("application-name")).or_else(|| meta("sitename"));
    head.site = head.site_name.clone().map(|name| (name, "meta"));
    let json = json_ld_date(html).and_then(stamp);
    head.published = json
        .map(|date| (date, "json-ld"))
        .or_else(|| {
            DATE_KEYS.iter().find_map(|key| meta(key).and_then(|value| stamp(&value))).map(|date| (date, "meta"))
        })
        .or(time_tag.map(|date| (date, "time tag")));
    head.author = ["author", "article:author", "og:article:author", "byl", "dc.creator"]
        .iter()
        .find_map(|key| meta(key))
        .filter(|name| (2..=24).contains(&name.chars().count()) && !name.contains("://") && !name.contains('@'))
        .map(|name| (name, "meta"));
    let address = canonical.or_else(|| meta("og:url")).filter(|address| address.starts_with("http"));
    head.address_date = address.as_deref().and_then(date_in_address).map(|date| (date, "address"));
    head.url = address.map(|address| (address, "canonical link"));
    head.script_date = script_date(html).map(|date| (date, "page script"));
    head
}

/// The day in the page's JSON-LD, without reading all of it: such blocks are often not quite JSON.
fn json_ld_date(html: &str) -> Option<&str> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#""(?:datePublished|pubDate)"\s*:\s*"([^"]{4,40})""#).expect("the pattern is written above")
    });
    if !html.contains("ld+json") {
        return None;
    }
    Some(FORM.captures(html)?.get(1)?.as_str())
}

/// `var ct = "1732500000"`, `publish_time = "2024-11-25"`: where WeChat and others keep the time.
fn script_date(html: &str) -> Option<Date> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\b(?:var\s+ct|oriCreateTime|publish_?time|publishDate|pubtime|ptime|create_?time)["']?\s*[=:]\s*["']?(\d{10}|20\d\d-\d\d?-\d\d?)"#)
            .expect("the pattern is written above")
    });
    // Such a script needs one of these words; most pages lack them all.
    if !["var ct", "ublish", "reateTime", "reate_time", "pubtime", "ptime"].iter().any(|word| html.contains(word)) {
        return None;
    }
    let value = FORM.captures(html)?[1].to_owned();
    value.parse().ok().and_then(epoch).or_else(|| stamp(&value))
}

fn collapse(text: &str) -> String {
    trim(text).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

impl Head {
    /// The title: the longest heading or `og:title` that the title tag contains; else the tag without the names of
    /// site and channels; else the first heading.
    pub(super) fn title(&mut self, all: &Lines) -> Sourced<String> {
        let tag = self.title_tag.clone();
        let headings = || all.lines.iter().filter(|line| matches!(line.kind, BlockKind::Heading(1..=3))).take(40);
        let tag_squeezed = squeeze(&tag);
        let whole = tag_squeezed.chars().count();
        let peeled = peel(&tag, self.site_name.as_deref());
        let fits = |candidate: &str| {
            let squeezed = squeeze(candidate);
            let length = squeezed.chars().count();
            // A site's name in a heading is contained in the tag as well: a title is most of it, or stands first.
            length >= 4
                && tag_squeezed.contains(&squeezed)
                && (length * 5 >= whole * 2 || tag_squeezed.starts_with(&squeezed))
                && !(is_channel(candidate) && peeled.0 != candidate)
        };
        let named = self.og_title.iter().filter(|title| fits(title)).map(|title| (title.clone(), "meta"));
        let headed = headings()
            .filter(|line| line.chars <= 120 && fits(&line.text))
            .map(|line| (collapse(&line.text), "heading"));
        let best = headed.chain(named).max_by_key(|(title, _)| squeeze(title).chars().count());
        if self.site.is_none() {
            self.site = peeled.1.map(|site| (site, "title suffix"));
        }
        if let Some((title, source)) = best {
            // `og:title` may carry the suffix as well.
            let (short, _) = peel(&title, self.site_name.as_deref());
            return Some((if source == "meta" { short } else { title }, source));
        }
        // The part of the tag that stands on the page as a line of its own is the title, whatever follows it.
        let said = || {
            let lines = all.lines.iter().filter(|line| line.chars >= 6 && line.chars <= 120 && line.link_share() < 0.5);
            // A blank may stand before the site's name, and the name before the title.
            let blanks = tag.match_indices([' ', '\u{3000}']).map(|(blank, _)| (blank, blank));
            let borders = BORDER.find_iter(&tag).map(|border| (border.start(), border.end()));
            let mut cuts = Vec::new();
            for (start, end) in borders.chain(blanks) {
                cuts.push(squeeze(&tag[..start]));
                let rest = squeeze(&tag[end..]);
                if rest.chars().count() * 4 >= whole * 3 {
                    cuts.push(rest);
                }
            }
            let heads = lines.filter(|line| cuts.contains(&squeeze(&line.text)));
            heads.take(40).max_by_key(|line| line.chars).map(|line| collapse(&line.text))
        };
        let generic = || GENERIC.contains(&tag_squeezed.as_str()) || (is_channel(&tag) && whole <= 8);
        if whole >= 2 && !generic() {
            return Some((
                said().filter(|said| squeeze(said).len() < squeeze(&peeled.0).len()).unwrap_or(peeled.0),
                "title tag",
            ));
        }
        let titled = || {
            all.lines
                .iter()
                .take_while(|line| !is_prose(&line.text))
                .find(|line| {
                    all.blocks[line.block].title
                        && (6..=60).contains(&line.chars)
                        && line.link_share() < 0.5
                        && !is_channel(&line.text)
                        && squeeze(&line.text) != tag_squeezed
                })
                .map(|line| (collapse(&line.text), "heading"))
        };
        let heading = headings()
            .find(|line| matches!(line.kind, BlockKind::Heading(1..=2)))
            .map(|line| (collapse(&line.text), "heading"));
        let named = self.og_title.clone().filter(|title| squeeze(title) != tag_squeezed);
        let named = named.map(|title| (peel(&title, self.site_name.as_deref()).0, "meta"));
        named.or(heading).or_else(titled).or((whole >= 2).then_some((peeled.0, "title tag")))
    }
}

/// What stands between the pieces of a title tag.
static BORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*(?:_{1,2}|[|｜]|\s[-–—·•]\s|-{1,3}|—{1,2}|–|>>?|»|«|<<?|::|\s{2,})\s*")
        .expect("the pattern is written above")
});

/// Takes the names of site and channels off the end of a title; also tells the site's name if one was there.
fn peel(title: &str, site: Option<&str>) -> (String, Option<String>) {
    let mut rest = title;
    let mut name: Option<String> = None;
    let mut peeled = false;
    let site = site.map(squeeze);
    while let Some(border) = BORDER.find_iter(rest).last() {
        let (head, tail) = (&rest[..border.start()], &rest[border.end()..]);
        let length = tail.chars().count();
        let is_site = site
            .as_ref()
            .is_some_and(|site| !site.is_empty() && (squeeze(tail) == *site || squeeze(tail).contains(site)));
        // A short piece behind one that was peeled is a channel; before it, only a name that reads like one is.
        let short_channel = peeled && length <= 6 && head.chars().count() > length && !asks(tail);
        let hard = !border.as_str().trim().is_empty() && border.as_str().trim() != "-";
        let short_behind_bar = hard && length <= 6 && head.chars().count() >= 10 && !asks(tail);
        let latin = length <= 24
            && tail.chars().any(|c| c.is_ascii_alphabetic())
            && tail.is_ascii()
            && head.chars().filter(|c| !c.is_ascii()).count() >= 6;
        let named_latin = latin && border.as_str() != "-";
        let short_behind_dash = border.as_str() == "-"
            && length <= 5
            && head.chars().count() >= 10
            && !asks(tail)
            && !tail.contains(|c: char| c.is_ascii_digit());
        if head.trim().is_empty()
            || !(tail.is_empty()
                || is_site
                || is_channel(tail)
                || short_channel
                || short_behind_bar
                || short_behind_dash
                || named_latin)
        {
            break;
        }
        peeled = true;
        // The outermost piece that is a name is the site's.
        if name.is_none() && (is_site || is_channel(tail)) && !fold(tail).starts_with("powered by") {
            name = Some(trim(tail).to_owned());
        }
        rest = head;
    }
    (trim(rest).to_owned(), name)
}

fn asks(piece: &str) -> bool {
    ["吗", "怎么", "多久", "如何", "什么", "？", "?", "会", "能", "多少", "哪", "办", "逾期"]
        .iter()
        .any(|word| piece.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_and_channel_names_are_peeled_and_titles_with_bars_are_left() {
        let rows = [
            ("借呗逾期记录多久消除 2019最新说明 - 老财迷理财网", "借呗逾期记录多久消除 2019最新说明", "老财迷理财网"),
            ("花呗逾期会坐牢吗_法律知识_法帮网", "花呗逾期会坐牢吗", "法帮网"),
            ("借呗被起诉了 - 催收交流 - 卡友之家论坛 - Powered by Discuz!", "借呗被起诉了", "卡友之家论坛"),
            ("借呗欠款8万，会坐牢吗-法律咨询-法律帮问答网", "借呗欠款8万，会坐牢吗", "法律帮问答网"),
            ("借呗逾期会爆通讯录吗_紧急联系人会接到电话吗", "借呗逾期会爆通讯录吗_紧急联系人会接到电话吗", ""),
            ("负债8万上岸记|花呗借呗协商成功全过程", "负债8万上岸记|花呗借呗协商成功全过程", ""),
            ("催收有国标了!|债友观察|新浪财经_新浪网", "催收有国标了!", "新浪网"),
            ("逾期1-3个月会怎样", "逾期1-3个月会怎样", ""),
            ("花唄逾期怎麼辦 | ETtoday財經雲", "花唄逾期怎麼辦", "ETtoday財經雲"),
            ("催收新规全文解读 - BBC News", "催收新规全文解读", ""),
        ];
        for (tag, title, site) in rows {
            let got = peel(tag, None);
            assert_eq!((got.0.as_str(), got.1.unwrap_or_default().as_str()), (title, site), "{tag}");
        }
    }
}
