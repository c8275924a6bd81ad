//! Whether an article or a sentence tells a case, or only what the article is going to say.

use crate::article::Article;

/// Whether the article tells its writer's own story: 我 stands in many of its lines, or the title says so.
pub(super) fn is_story(article: &Article) -> bool {
    let sentences: Vec<&str> =
        article.text.split(['。', '！', '!', '\n']).filter(|s| s.chars().nth(6).is_some()).collect();
    let mine = sentences.iter().filter(|s| own(s)).count();
    let titled = ["经历", "亲测", "亲身", "上岸", "日记", "自述", "真实故事"].iter().any(|w| article.title.contains(w));
    // 说说我的真实经历: whatever the title is.
    let opening: String = article.text.chars().take(150).collect();
    let announced = ["真实经历", "亲身经历", "我的经历"].iter().any(|w| opening.contains(w));
    mine >= 5 && mine * 4 >= sentences.len() || (titled || announced) && mine >= 3
}

/// Whether a sentence of a story tells what happened: by a word that tells, or without any that states or advises.
pub(super) fn told(form: &str) -> bool {
    let holds = |words: &[&str]| words.iter().any(|word| form.contains(word));
    let tells = ["了", "过", "已", "我", "他", "她", "到", "没人", "没有"];
    let advises = ["建议", "大家", "你", "一般", "千万", "切记", "不要"];
    // 第十六天开始有真人打电话: nothing in it states a rule.
    let states = ["会", "可能", "通常", "往往", "应", "要", "可以", "能", "别", "将", "请", "该"];
    !holds(&advises) && (holds(&tells) || form.contains("开始") && !holds(&states))
}

/// Whether the first person speaks, or one person is spoken of (张某, 李女士).
pub(super) fn own(text: &str) -> bool {
    // 他跟客服谈了两次: one person, though nobody says who.
    let third = text.starts_with(['他', '她']) && !["他们", "她们", "他人", "他的"].iter().any(|w| text.starts_with(w));
    third && text.contains(['了', '过', '已'])
        || text.contains('我')
            && !["我们", "我国", "我司", "我市", "我省", "自我", "你我"].iter().any(|w| text.contains(w))
        || is_of_somebody(text)
}

/// Whether a person is named as news and reports of cases do: 张某, 王某某, 刘先生, 当事人.
pub(super) fn is_of_somebody(text: &str) -> bool {
    const SURNAMES: &str = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁柳唐薛雷贺倪汤罗郝安常于傅齐康伍余顾孟黄穆萧尹姚汪毛狄米戴宋庞熊纪项祝董梁杜阮闵季贾江郭林钟徐邱骆高夏蔡田胡凌霍万柯卢莫丁邓洪包石崔龚程裴陆荣翁段侯武刘龙叶黎白乔曾章";
    // 小吴, 老张.
    const NICKNAMED: &str =
        "王李张刘陈杨赵黄周吴徐孙胡朱郭何林罗郑梁谢宋唐许邓冯韩曹彭萧蔡潘田董袁叶杜苏魏吕任沈姚卢崔钟谭汪范廖贾夏";
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let named = |suffix: &str| {
            // 经常某些平台 names nobody.
            let behind = rest.strip_prefix(suffix);
            behind.is_some_and(|behind| !behind.starts_with(['些', '种', '个', '地'])) && SURNAMES.contains(before)
        };
        let somebody = match c {
            '某' => named("某"),
            '先' => named("先生"),
            '女' => named("女士"),
            '小' | '老' => {
                let mut name = rest.chars().skip(1);
                name.next().is_some_and(|c| NICKNAMED.contains(c) && !(c == '周' && name.next() == Some('期')))
            }
            '本' => rest.starts_with("本案当事人"),
            _ => false,
        };
        if somebody {
            return true;
        }
        before = c;
    }
    false
}

/// 下文先讲…, 再列举…; 以上就是…的相关内容: what the article is going to say is not yet said, and what it says that it
/// has said is not said again. A bare 户籍地走访的可能 is a title.
pub(super) fn is_outline(form: &str) -> bool {
    let plain = form.trim_end_matches(['。', '!', ':']);
    let closes = ["以上就是", "以上便是", "以上是关于", "以上即是"].iter().any(|word| plain.starts_with(word))
        && ["内容", "介绍", "解答", "解析", "分析", "全部", "回答"].iter().any(|word| plain.ends_with(word));
    let title = !form.ends_with(['。', '!'])
        && plain.chars().count() <= 16
        && ["的可能", "的可能性", "的概率", "的几率"].iter().any(|word| plain.ends_with(word))
        && !["有", "存在", "没", "不", "无"].iter().any(|word| plain.contains(word));
    if closes || title {
        return true;
    }
    let opens = ["本文", "这篇", "下文", "今天就", "今天我们", "今天咱们", "今天小编", "小编就", "小编今天"];
    let tells = [
        "聊",
        "讲",
        "介绍",
        "梳理",
        "盘点",
        "列举",
        "说说",
        "解答",
        "谈谈",
        "分享",
        "为大家",
        "带大家",
        "给大家",
        "一起来看",
        "说清",
        "说一说",
        "谈一谈",
        "聊一聊",
        "讲一讲",
        "那些事",
    ];
    // 接下来平台会介绍方案 tells of the platform.
    let next = ["接下来", "下面"].iter().find_map(|w| form.strip_prefix(w)).is_some_and(|rest| {
        ["就", "我们", "咱们", "小编", "来", "给", "为", "讲", "聊", "说", "介绍", ","]
            .iter()
            .any(|w| rest.starts_with(w))
    });
    (next || opens.iter().any(|w| form.starts_with(w))) && tells.iter().any(|w| form.contains(w))
        || form.contains("都在问")
}
