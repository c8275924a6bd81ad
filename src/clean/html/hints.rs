//! What the names of elements tell: `sidebar`, `related`, `article-content`. Hints weigh, they do not decide.

use super::lines::Lines;
use crate::clean::line::is_prose;

/// Pieces of names of what stands around articles.
const AROUND: &[&str] = &[
    "sidebar",
    "side-bar",
    "footer",
    "copyright",
    "breadcrumb",
    "crumb",
    "hot-",
    "hotlist",
    "rank",
    "tagcloud",
    "share",
    "advert",
    "banner",
    "popup",
    "login",
    "search",
    "navbar",
    "nav-",
    "topnav",
    "menu",
    "prenext",
    "prevnext",
    "pre-next",
    "pagebar",
    "pagination",
    "friendlink",
    "links",
    "qrcode",
    "toolbar",
    "widget",
    "disclaim",
    "statement",
    "shengming",
    "author-info",
    "author-card",
    "lawyer-info",
    "topbar",
    "sponsor",
    "gg_",
    "ad_",
    "ads",
    "shangxia",
];

/// Pieces of names of what others wrote: comments, and other articles with a few words of each.
const OTHERS: &[&str] = &[
    "comment-list",
    "commentlist",
    "comments",
    "pinglun",
    "related",
    "relate",
    "recommend",
    "recom",
    "hotnews",
    "xiangguan",
    "tuijian",
    "guess",
    "like-list",
    "morelist",
    "more-list",
];

/// Pieces of names of articles.
const ARTICLE: &[&str] = &[
    "article-content",
    "articlecontent",
    "article_content",
    "art-content",
    "art_content",
    "article-body",
    "articlebody",
    "news_content",
    "newscontent",
    "news-content",
    "content-article",
    "post-content",
    "entry-content",
    "rich_media_content",
    "js_content",
    "t_f",
    "endtext",
    "artibody",
    "main-content",
    "maintext",
    "text-content",
    "show_content",
    "detail-content",
    "zhengwen",
    "neirong",
    "answer-content",
    "best-text",
    "arc_body",
    "text_con",
    "contenttxt",
    "article-con",
    "con_text",
    "news_txt",
    "newstext",
];

/// −1 around an article, −2 in what others wrote, 1 within an article, 0 where the names say nothing.
pub(super) fn hint(tag: &str, id: &str, class: &str) -> i8 {
    if matches!(tag, "nav" | "footer" | "aside") {
        return -1;
    }
    if tag == "body" || (id.is_empty() && class.is_empty()) {
        return 0;
    }
    let names = format!("{id} {class}").to_ascii_lowercase();
    if ARTICLE.iter().any(|piece| names.contains(piece)) {
        return 1;
    }
    if OTHERS.iter().any(|piece| begins_word(&names, piece)) {
        return -2;
    }
    i8::from(
        AROUND.iter().any(|piece| begins_word(&names, piece))
            || names
                .split([' ', '-', '_'])
                .any(|word| matches!(word, "ad" | "nav" | "foot" | "hot" | "side" | "tags" | "rel" | "xg")),
    )
    .wrapping_neg()
}

/// What holds most of a page's running text is not around the article, whatever it is called: `share-area` may be all of
/// the page that can be shared. What others wrote may well be longer than the article.
pub(super) fn clear(all: &mut Lines) {
    let mut held = vec![0; all.blocks.len()];
    for line in all.lines.iter().filter(|line| line.link_share() < 0.5 && is_prose(&line.text)) {
        held[line.block] += line.chars;
    }
    // Parents come before their children.
    for block in (1..held.len()).rev() {
        held[all.blocks[block].parent] += held[block];
    }
    for block in 0..held.len() {
        let element = &mut all.blocks[block];
        let named = element.hint == -1 && !matches!(element.tag, "nav" | "footer" | "aside");
        if named && held[block] * 2 > held[0] {
            element.hint = 0;
        }
    }
}

/// Whether `piece` begins a word of `names`: `ad_` does in `ad_top`, and in `read_content` it does not.
fn begins_word(names: &str, piece: &str) -> bool {
    names.match_indices(piece).any(|(at, _)| {
        let before = names[..at].ends_with(|c: char| c.is_ascii_alphabetic());
        !before || piece.len() > 4
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_pieces_count_at_the_beginning_of_a_word_only() {
        for name in ["read_tpc", "thread_box", "uploads", "screenshot-list", "head_line"] {
            assert_eq!(hint("div", name, ""), 0, "{name}");
        }
        for name in ["ad_top", "box ads", "hot-news", "m-rank", "ArticleRelated"] {
            assert!(hint("div", "", name) < 0, "{name}");
        }
    }
}
