//! The title of an article: without the site's name, without its repetitions.

use super::boilerplate::{Role, role};
use super::byline::Sourced;
use super::fold::fold;
use super::line::{Line, is_prose};
use crate::article::BlockKind;

/// Longest title in characters; a longer first line is text.
const LONGEST: usize = 90;

/// Takes the title off the top of a text page's lines. A page of one line, or one that opens with a sentence, has
/// no title.
pub(super) fn of_text(lines: &mut Vec<Line>) -> Sourced<String> {
    let at = lines.iter().take(6).position(|line| {
        let role = role(&fold(&line.text), true);
        !matches!(role, Some(Role::Furniture | Role::Byline | Role::Related | Role::Comments))
    })?;
    let line = &lines[at];
    let text = line.text.as_str();
    let speaks = role(&fold(text), true).is_some();
    let again = lines.iter().skip(at + 1).take(4).any(|line| line.text == text);
    let stops = text.contains(['。', '；']) || (text.chars().count() > 60 && is_prose(text));
    let sentence = !again && (stops || text.ends_with([';', '，', ',', '：', ':']));
    let item = matches!(line.kind, BlockKind::ListItem | BlockKind::TableRow);
    let fits = text.chars().count() <= LONGEST && !sentence && !speaks && !item && lines.len() > at + 1;
    if !fits {
        return None;
    }
    let line = lines.remove(at);
    let mut title =
        line.text.strip_prefix("标题：").or(line.text.strip_prefix("标题:")).unwrap_or(&line.text).trim().to_owned();
    // `借呗逾期会上门吗 资讯`, and below it `借呗逾期会上门吗`: the channel's name is no part of the title.
    let again = lines
        .iter()
        .take(4)
        .map(|line| line.text.as_str())
        .find(|line| title.len() > line.len() && title.starts_with(line));
    if let Some(again) =
        again.filter(|again| is_channel(title[again.len()..].trim_matches([' ', '-', '_', '|', '—', '–', '\u{3000}'])))
    {
        title = again.to_owned();
    }
    Some((title, "first line"))
}

/// Words that end the name of a site or of a part of one.
const CHANNEL_ENDS: &[&str] = &[
    "网",
    "在线",
    "频道",
    "新闻",
    "论坛",
    "门户",
    "社区",
    "百科",
    "资讯",
    "博客",
    "空间",
    "知道",
    "问答",
    "中心",
    "日报",
    "晚报",
    "时报",
    "晨报",
    "早报",
    "平台",
    "首页",
    "知识",
    "财经",
    "新浪",
    "搜狐",
    "网易",
    "腾讯",
    "凤凰",
    "人民",
    "新华",
    "专栏",
    "文章",
    "杂志",
    "周刊",
    "观察",
    "头条",
    "天下",
    "理财",
    "贷款",
    "咨询",
    "法律咨询",
    "经验",
    "生活",
    "手机版",
    "移动版",
    "官网",
    "公众号",
    "导航",
    "大全",
    "号",
    "之家",
    "吧",
    "圈",
    "帮",
    "通",
    "app",
    "com",
    "cn",
    "net",
    "org",
    "正文",
    "阅读",
    "小说",
    "文库",
    "交流",
    "讨论",
    "专区",
    "版块",
    "贴吧",
    "客户端",
    "库",
    "说",
    "局",
    "报",
    "云",
    "新闻网",
    "中文网",
    "奇摩",
    "电视",
    "电台",
    "集团",
    "公司",
    "协会",
    "政府",
    "门户网站",
    "传媒",
    "卫视",
    "电视台",
    "广播",
    "报社",
    "期刊",
    "出版社",
    "科技",
    "股票",
    "基金",
    "银行",
    "保险",
    "健康",
    "教育",
    "娱乐",
    "体育",
];

/// Whether a piece of a page's title reads like the name of a site, a channel or a board.
pub(super) fn is_channel(piece: &str) -> bool {
    let folded = fold(piece);
    let length = folded.chars().count();
    let asks = ["吗", "怎么", "多久", "如何", "什么", "?", "会不会", "多少", "哪些", "了", "的"]
        .iter()
        .any(|word| folded.contains(word));
    if folded.starts_with("powered by") || folded.contains("discuz") || folded.contains("phpwind") {
        return true;
    }
    (1..=16).contains(&length)
        && !asks
        && CHANNEL_ENDS.iter().any(|end| folded.ends_with(end) || (end.len() > 3 && folded.starts_with(end)))
}
