//! What stands apart from an article by how its page is built: lists of other articles, cards, comments, captions,
//! columns; and what looks like them and is the article.

use duizhi::article::Article;
use duizhi::clean::clean;
use duizhi::page::{Page, PageKind};

const TITLE: &str = "借呗逾期三个月的经过";
const FIRST: &str = "去年三月店里没了生意，借呗的两万三就还不上了，头一个月只有短信，第二个月电话才多起来。";
const SECOND: &str = "第三个月我打了客服电话，说明情况以后对方同意先还本金，利息停到年底再算。";
const TEASER: &str = "很多人以为只还最低就没有事情，其实利息照样按全额计算，算下来并不划算，今天就来说一说。";
const OTHER: [&str; 3] = ["信用卡逾期三天算不算逾期", "租房押金不退应该怎么办", "公积金贷款的额度怎么计算"];

fn read(body: &str) -> Article {
    let html = format!("<html><head><meta charset=utf-8><title>{TITLE}_某网</title></head><body>{body}</body></html>");
    clean(&Page {
        path: "x.html".to_owned(),
        address: "x.html".to_owned(),
        url: None,
        kind: PageKind::Html,
        declared_charset: None,
        title: None,
        published: None,
        bytes: html.into_bytes(),
        continued: Vec::new(),
    })
}

fn each(form: impl Fn(&str) -> String) -> String {
    OTHER.iter().map(|other| form(&format!("<a href=/1>{other}</a>"))).collect()
}

/// Chrome as sites build it, each with running text in it.
fn chrome() -> Vec<(&'static str, String)> {
    let said = |name: &str, tail: &str| {
        format!("<div class=it><a href=/u>{name}</a> <span>2023-05-06</span><p>{TEASER}</p>{tail}</div>")
    };
    let ops = "<div><a>赞</a> <a>回复</a></div>";
    vec![
        ("cards", each(|link| format!("<div class=card><h4>{link}</h4><p>{TEASER}</p><span>2023-05-06</span></div>"))),
        ("cards of a list", format!("<ul>{}</ul>", each(|link| format!("<li><h4>{link}</h4><p>{TEASER}</p></li>")))),
        (
            "headed cards",
            format!("<h3>推荐阅读</h3>{}", each(|link| format!("<dl><dt>{link}</dt><dd>{TEASER}</dd></dl>"))),
        ),
        (
            "questions and answers of others",
            format!("<h3>相关问答</h3><dl>{}</dl>", each(|link| format!("<dt>{link}</dt><dd>{TEASER}</dd>"))),
        ),
        ("comments", format!("<h4>全部评论 2</h4>{}{}", said("小白", ops), said("momo", ops))),
        (
            "comments in a section",
            format!("<section><div>网友跟贴 2人跟贴</div><div>{}</div></section>", said("小白", ops)),
        ),
        (
            "a card of the author",
            "<div class=bio><p>一个还在还债的人</p><span>文章 12</span><span>粉丝 34</span></div>".to_owned(),
        ),
        ("buttons", "<div><span>32人点赞</span></div><div>还没有人赞赏，支持一下</div>".to_owned()),
    ]
}

#[test]
fn chrome_around_an_article_of_any_build_is_left_out() {
    let bodies = [
        format!("<div class=c1><p>{FIRST}</p><p>{SECOND}</p></div>"),
        format!("<div>{FIRST}<br><br>{SECOND}</div>"),
        format!("<section><section><p><span>{FIRST}</span></p></section><section><p>{SECOND}</p></section></section>"),
        format!("<div><div>{FIRST}</div><div>{SECOND}</div></div>"),
    ];
    let head = format!("<h1>{TITLE}</h1><p>2023-05-06 某网</p>");
    let mut wrong = Vec::new();
    for (name, chrome) in chrome() {
        for body in &bodies {
            for (build, page) in [
                ("one after another", format!("{head}{body}{chrome}")),
                ("in blocks", format!("<div>{head}{body}</div><div>{chrome}</div>")),
                ("in one block", format!("<div class=main><div>{head}{body}{chrome}</div></div>")),
                ("a column before the article", format!("<div><div>{chrome}</div><div>{head}{body}</div></div>")),
                ("in tables", format!("<table><tr><td>{head}{body}</td></tr><tr><td>{chrome}</td></tr></table>")),
            ] {
                let text = read(&page).text;
                if text != format!("{FIRST}\n{SECOND}") {
                    wrong.push(format!("{name}, {build}: {body}\n{text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} pages:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn posts_and_answers_are_no_cards_though_each_begins_with_a_link() {
    let post = |name: &str, text: &str| {
        format!("<div class=post><div><a href=/u>{name}</a></div><div>2023-05-06 10:00</div><div>{text}</div></div>")
    };
    let thread =
        format!("<h1>{TITLE}</h1>{}{}", post("上岸中的小王同学啊", FIRST), post("北京某某律师事务所李律师", SECOND));
    let text = read(&thread).text;
    assert!(text.contains(FIRST) && text.contains(SECOND), "{text}");
    let asked = format!(
        "<h1>{TITLE}</h1><div>{FIRST}</div><h2>2个回答</h2>{}{}",
        post("北京某某律师事务所李律师", SECOND),
        post("上海某某律师事务所张律师", TEASER)
    );
    let text = read(&asked).text;
    assert!([FIRST, SECOND, TEASER].iter().all(|said| text.contains(said)), "{text}");
}

#[test]
fn a_count_of_comments_below_every_answer_ends_nothing() {
    let answer = |text: &str| format!("<div class=answer><p>{text}</p><div>匿名</div><div>3 条评论</div></div>");
    let page = format!("<h1>{TITLE}</h1>{}{}{}", answer(FIRST), answer(SECOND), answer(TEASER));
    let text = read(&page).text;
    assert!([FIRST, SECOND, TEASER].iter().all(|said| text.contains(said)), "{text}");
}

#[test]
fn a_list_in_the_middle_ends_where_the_article_goes_on() {
    let list = each(|link| format!("<li>{link}</li>"));
    let page =
        format!("<h1>{TITLE}</h1><div><p>{FIRST}</p><div><h4>相关阅读</h4><ul>{list}</ul></div><p>{SECOND}</p></div>");
    assert_eq!(read(&page).text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn a_button_that_says_comments_does_not_head_them() {
    let page = format!(
        "<h1>{TITLE}</h1><div>{FIRST}</div><div><span>评论</span></div><div><a>收藏</a></div>\
        <div><p>{SECOND}</p><p>{TEASER}</p><p>{FIRST}</p></div>"
    );
    assert_eq!(read(&page).text, [FIRST, SECOND, TEASER, FIRST].join("\n"));
}

#[test]
fn captions_of_pictures_are_left_out() {
    let page = format!(
        "<h1>{TITLE}</h1><div><figure><img src=a><figcaption>店门口的招牌。本报资料照片</figcaption></figure>\
        <p>{FIRST}</p><p>图为已经关门的小店</p><p>{SECOND}</p><p>▲关门的小店。（图／记者林某摄）</p></div>"
    );
    assert_eq!(read(&page).text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn a_title_that_is_no_heading_is_told_by_its_line_or_its_name() {
    let body = format!("<div>{FIRST}</div><div>{SECOND}</div>");
    let title = |tag: &str, head: &str| {
        let page = format!("<html><head><meta charset=utf-8>{tag}</head><body>{head}{body}</body></html>");
        let page = Page {
            path: "x".to_owned(),
            address: "x".to_owned(),
            url: None,
            kind: PageKind::Html,
            declared_charset: None,
            title: None,
            published: None,
            bytes: page.into_bytes(),
            continued: Vec::new(),
        };
        clean(&page).title
    };
    let said = format!("<div class=a>{TITLE}</div>");
    assert_eq!(title(&format!("<title>{TITLE}_逾期_经历_某某</title>"), &said), TITLE);
    let named = format!("<div class=nav>返回</div><div class=notice-title>{TITLE}</div>");
    assert_eq!(title("<title>公告详情</title>", &named), TITLE);
    let meta = format!("<title>某市金融局 通知公告 {TITLE}</title><meta name=ArticleTitle content=\"{TITLE}\">");
    assert_eq!(title(&meta, ""), TITLE);
}

#[test]
fn the_day_is_not_that_of_a_neighbour_whose_title_speaks_of_time() {
    let list = "<ul><li><a href=/1>劳动仲裁需要多长时间出结果</a><span>2025-12-09</span></li></ul>";
    let page = format!("<h1>{TITLE}</h1><ul><li>作者：admin</li><li>2023/1/10 08:00</li></ul><div>{FIRST}</div>{list}");
    assert_eq!(read(&page).published.map(|day| day.to_string()).as_deref(), Some("2023-01-10"));
}
