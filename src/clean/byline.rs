//! Author, date and site from the lines around a title: `来源:某网 作者:小鹿 更新时间:2022/7/15`.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::dates::dates_in;
use super::fold::fold;
use crate::article::Provenance;

/// A value and how it was found.
pub(super) type Sourced<T> = Option<(T, Provenance)>;

/// Words that say that a date is the day of publication.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(发布|发表|发帖|刊发|刊登|提问|创建|上传|录入|更新|修改|修订|编辑于|时间|日期|posted|published|date|updated)(时间|日期|者|人|于|在|自|至|[ /()@on])*[ :：]*$")
        .expect("the pattern is written above")
});

/// The day of publication in `lines`: a labelled date before the first bare one, a date of publication before one of
/// a revision.
pub(super) fn published<'a>(lines: impl Iterator<Item = &'a str>) -> Sourced<Date> {
    let mut bare = None;
    let mut revised = None;
    for line in lines {
        for found in dates_in(line) {
            let before = fold(&line[..found.start]);
            let tail: String = before.chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
            if PUBLISHED.is_match(&tail) {
                if !["更新", "修改", "修订", "updated"].iter().any(|word| tail.contains(word)) {
                    return Some((found.date, "labelled line"));
                }
                revised = revised.or(Some((found.date, "labelled line")));
            } else {
                bare = bare.or(Some((found.date, "date near the title")));
            }
        }
    }
    revised.or(bare)
}

/// The author named in `lines`.
pub(super) fn author<'a>(lines: impl Iterator<Item = &'a str>) -> Sourced<String> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[\s　|｜/(（【\[·])(?:本报|本网)?(?:(?:文章作者|原作者|作者|撰文|撰稿|主讲|昵称|文)\s*[:：/丨|｜]|(?:作者|记者))\s*([^\s　|｜:：/丨()（）【】\[\]，,。]{1,20})")
            .expect("the pattern is written above")
    });
    first(lines, &FORM, |name| dates_in(name).is_empty() && name.chars().filter(|c| c.is_alphabetic()).count() >= 2)
}

/// The site named as the source in `lines`.
pub(super) fn source<'a>(lines: impl Iterator<Item = &'a str>) -> Sourced<String> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:文章来源|信息来源|稿源|来源|來源|出处|转自|公众号)\s*[:：]\s*([^\s　|｜:：()（）【】\[\]，,。]{2,24})",
        )
        .expect("the pattern is written above")
    });
    first(lines, &FORM, |name| {
        !["网络", "互联网", "自媒体", "综合", "综合整理", "本站原创", "原创", "本站", "整理", "网络整理", "未知"]
            .contains(&name)
    })
}

fn first<'a>(lines: impl Iterator<Item = &'a str>, form: &Regex, fits: impl Fn(&str) -> bool) -> Sourced<String> {
    for line in lines.filter(|line| line.len() < 400) {
        let found =
            form.captures_iter(line).filter_map(|found| found.get(1)).map(|name| name.as_str()).find(|name| fits(name));
        if let Some(name) = found {
            return Some((name.to_owned(), "labelled line"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn bylines_give_date_author_and_source() {
        let rows = [
            ("来源:卡农理财网 作者:小鹿 更新时间:2022/7/15", "2022-07-15", "小鹿", "卡农理财网"),
            ("普法小课堂2024-08-16逾期知识4127", "2024-08-16", "", ""),
            ("财经早报 记者林若 2025-04-02 08:15", "2025-04-02", "林若", ""),
            ("文/债友老周  20253/21  阅读1.8万", "2025-03-21", "债友老周", ""),
            ("公众号：普法小站　　主讲：陈律师", "", "陈律师", "普法小站"),
            ("昵称：爱吃鱼的阿may   06-28 来自广东", "", "爱吃鱼的阿may", ""),
            ("發布時間:2023-02-14  作者:檸檬不酸", "2023-02-14", "檸檬不酸", ""),
        ];
        for (line, date, name, site) in rows {
            let lines = || std::iter::once(line);
            assert_eq!(published(lines()).map(|found| found.0.to_string()).unwrap_or_default(), date, "{line}");
            assert_eq!(author(lines()).map(|found| found.0).unwrap_or_default(), name, "{line}");
            assert_eq!(source(lines()).map(|found| found.0).unwrap_or_default(), site, "{line}");
        }
    }

    #[test]
    fn the_day_of_publication_goes_before_revisions_and_bare_dates() {
        let line = "2024-01-01 更新时间：2024-03-01 发布时间：2024-02-01";
        assert_eq!(published(std::iter::once(line)).unwrap(), ("2024-02-01".parse().unwrap(), "labelled line"));
    }
}
