//! Voices, measured: families of spun, cut and pasted copies among unrelated pages on the same topic.
//!
//! Bases are the gold pages and pages made from a small grammar, so that unrelated pages share claims and whole
//! sentences. Copies are spun with words of which the fold table knows only a part. Everything is seeded.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use duizhi::voices::{Sketch, voices};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// A small generator of numbers (xorshift), the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// What pages on the topic say, each in several wordings.
const TOPICS: &[&[&str]] = &[
    &[
        "{p}逾期之后,最先收到的{m}是短信。",
        "刚逾期那几天,{m}平台会发短信和站内信提醒。",
        "{p}一旦没有按时还款,系统当天就会推送消息。",
        "短信提醒从逾期{d}天开始,内容{m}是催还本息。",
    ],
    &[
        "逾期{d}天以后,{m}会有人工客服打电话过来。",
        "电话催收是{p}最常见的催收方式,{m}一天两三个。",
        "如果一直不接电话,{m}会换号码继续打。",
        "很多用户反映逾期{d}天就接到了{p}的催收电话。",
    ],
    &[
        "{p}{m}不会上门催收,除非金额特别大。",
        "至于上门,{m}要逾期{d}天以上、欠款超过{a}才有可能。",
        "有人担心{p}会派人到家里来,其实这种情况{m}很少。",
        "金额在{a}以下的,{m}不会有人专门跑一趟。",
    ],
    &[
        "逾期{d}天仍不还款,平台{m}会把案件委托给第三方催收公司。",
        "委外之后催收的语气{m}会变得强硬。",
        "第三方催收拿到案件后,{m}先核实本人身份。",
        "不要被第三方的话术吓住,{m}他们没有执法权。",
    ],
    &[
        "{p}已经接入央行征信,逾期记录{m}会上报。",
        "征信一旦有了不良记录,还清之后{m}还要保留五年。",
        "逾期{d}天以内还上,有的用户说{m}没有上征信。",
        "征信受损以后,申请房贷车贷{m}会被拒。",
    ],
    &[
        "罚息按日利率万分之五计算,{m}从逾期第一天算起。",
        "{p}的逾期利息是正常利率的1.5倍,{m}会越滚越多。",
        "欠款{a}逾期{d}天,光罚息就要{m}多还好几十元。",
        "除了罚息,{m}还可能收取违约金。",
    ],
    &[
        "平台起诉的门槛并不固定,{m}看金额和还款意愿。",
        "逾期{d}天以上、金额超过{a}的,{m}有被起诉的风险。",
        "真正走到法院的{m}是少数,大多数在调解阶段就谈妥了。",
        "收到传票以后{m}要按时出庭,否则会缺席判决。",
    ],
    &[
        "紧急联系人{m}只有在本人失联时才会被联系。",
        "如果电话打不通,催收{m}会联系预留的紧急联系人。",
        "通讯录里的亲友{m}不会接到电话,爆通讯录是违规的。",
        "失联{d}天以后,{m}有可能联系家人核实情况。",
    ],
    &[
        "最好的办法是主动联系客服,{m}说明困难、申请延期。",
        "协商的时候要{m}准备好收入证明和困难证明。",
        "分期最长可以做到{n}期,{m}要看平台的审核结果。",
        "只要态度诚恳,{m}平台愿意给出还款方案。",
    ],
    &[
        "芝麻分会因为逾期而下降,{m}短期内很难恢复。",
        "逾期之后{p}的额度{m}会被冻结,还清也不一定恢复。",
        "账户功能{m}不受影响,支付宝还能正常付款。",
        "还清欠款{d}天后,{m}可以重新申请使用。",
    ],
    &[
        "遇到威胁恐吓的催收,{m}要保留录音并投诉。",
        "可以拨打12378向监管部门反映,{m}十五日内会有答复。",
        "催收人员不得在晚上十点以后打电话,{m}这是明文规定。",
        "冒充公检法催收是违法的,{m}可以直接报警。",
    ],
    &[
        "单纯的逾期属于民事纠纷,{m}不会坐牢。",
        "只有恶意骗贷才涉及刑事责任,{m}不必自己吓自己。",
        "判决之后有能力还却不还,{m}可能被列为失信被执行人。",
        "成了失信人,飞机和高铁{m}都坐不了。",
    ],
    &[
        "最后提醒大家,{m}借钱要量力而行。",
        "不要以贷养贷,{m}只会让窟窿越来越大。",
        "总之,{p}逾期{m}要尽早处理,拖着对自己没有好处。",
        "希望以上内容{m}对你有所帮助。",
    ],
];

/// One page of the grammar.
fn page(dice: &mut Dice) -> String {
    let product = dice.pick(&["花呗", "借呗", "支付宝借呗", "蚂蚁花呗"]);
    let fill = |dice: &mut Dice, template: &str| {
        template
            .replace("{p}", product)
            .replace(
                "{m}",
                dice.pick(&[
                    "",
                    "",
                    "基本上",
                    "据了解",
                    "按惯例",
                    "说实话",
                    "在实际操作中",
                    "从各地情况看",
                    "据不少过来人讲",
                    "坦白讲",
                    "以目前的政策看",
                    "站在平台角度",
                ]),
            )
            .replace("{d}", dice.pick(&["3", "7", "10", "15", "30", "45", "60", "90", "120", "180"]))
            .replace("{a}", dice.pick(&["3000元", "5000元", "8000元", "1万元", "2万元", "5万元", "10万元"]))
            .replace("{n}", dice.pick(&["6", "12", "24", "36", "60"]))
    };
    let mut lines = Vec::new();
    let mut topics: Vec<&[&str]> = TOPICS.to_vec();
    for place in (1..topics.len()).rev() {
        topics.swap(place, dice.below(place + 1));
    }
    for wordings in topics.iter().take(10) {
        let first = dice.below(wordings.len());
        let second = (first + 1 + dice.below(wordings.len() - 1)) % wordings.len();
        let (one, two) = (fill(dice, wordings[first]), fill(dice, wordings[second]));
        lines.push(if dice.one_in(3) { one } else { format!("{one}{two}") });
    }
    lines.join("\n")
}

/// Words as spinning sites swap them; the fold table of the program does not know the last ten.
const SPIN: &[(&str, &str)] = &[
    ("如果", "倘若"),
    ("可能", "也许"),
    ("方式", "途径"),
    ("一般", "通常"),
    ("客服", "服务"),
    ("提醒", "提示"),
    ("不要", "切勿"),
    ("用户", "客户"),
    ("会", "会"),
    ("但", "不过"),
    ("上门", "登门"),
    ("还清", "偿还"),
    ("联系", "联络"),
    ("也", "亦"),
    ("尽快", "尽早"),
    ("问题", "难题"),
    ("平台", "蚂蚁"),
    ("超过", "超出"),
    ("收到", "接获"),
    ("情况", "状况"),
    ("开始", "起头"),
    ("担心", "忧虑"),
    ("很多", "许多"),
    ("金额", "数额"),
    ("已经", "业已"),
    ("继续", "接着"),
    ("最后", "末了"),
    ("帮助", "助益"),
];

/// A copy: spun more or less, cut, pasted, in the other script, with a number changed or characters lost.
fn copy(dice: &mut Dice, base: &str, traditional: &OpenCC) -> String {
    let mut lines: Vec<String> = base.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    // Every page furniture line goes, a new one comes.
    lines.insert(
        0,
        format!("{}{}", dice.pick(&["来源网络 ", "发布时间 2024-", "百科知识 ", "小编整理 "]), dice.below(1000)),
    );
    if dice.one_in(3) {
        let keep = lines.len() * (40 + dice.below(35)) / 100;
        let start = dice.below(lines.len() - keep.max(1) + 1);
        lines = lines.drain(start..start + keep.max(1)).collect();
    }
    if dice.one_in(4) && lines.len() > 3 {
        let half = lines.len() / 2;
        lines.rotate_left(half);
    }
    let spin = dice.below(3);
    for line in &mut lines {
        for (plain, spun) in SPIN {
            if spin > 0 && (spin == 2 || dice.one_in(2)) {
                *line = line.replace(plain, spun);
            }
        }
        if dice.one_in(6) {
            *line = line.replace("电话", " ");
        }
        if dice.one_in(12) {
            *line = line.replacen('3', "5", 1).replacen("三", "五", 1);
        }
    }
    let text = lines.join(if dice.one_in(3) { "" } else { "\n" });
    match dice.below(6) {
        0 => traditional.convert(&text),
        1 => text.replace('3', "\u{ff13}").replace('0', "\u{ff10}").replace(',', "\u{ff0c}"),
        _ => text,
    }
}

/// Adjusted Rand index of two partitions.
fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let pairs = |n: usize| n as f64 * (n as f64 - 1.0) / 2.0;
    let mut both: HashMap<(usize, usize), usize> = HashMap::new();
    let (mut of_a, mut of_b): (HashMap<usize, usize>, HashMap<usize, usize>) = Default::default();
    for (x, y) in a.iter().zip(b) {
        *both.entry((*x, *y)).or_default() += 1;
        *of_a.entry(*x).or_default() += 1;
        *of_b.entry(*y).or_default() += 1;
    }
    let sum = |counts: Vec<usize>| counts.into_iter().map(pairs).sum::<f64>();
    let index = sum(both.into_values().collect());
    let (row, column) = (sum(of_a.into_values().collect()), sum(of_b.into_values().collect()));
    let expected = row * column / pairs(a.len());
    (index - expected) / ((row + column) / 2.0 - expected)
}

/// The gold pages, 11 and its copy 18 included.
fn gold() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/dev");
    (1..=20).map(|n| fs::read_to_string(folder.join(format!("{n:02}.txt"))).unwrap()).collect()
}

/// Texts and the families that they truly are.
fn collection(seed: u64) -> (Vec<String>, Vec<usize>) {
    let mut dice = Dice(seed);
    let traditional = OpenCC::from_config(BuiltinConfig::S2t).unwrap();
    let (mut texts, mut families) = (Vec::new(), Vec::new());
    let mut bases = gold();
    bases.extend((0..18).map(|_| page(&mut dice)));
    for (family, base) in bases.iter().enumerate() {
        // 18 is a copy of 11.
        let family = if family == 17 { 10 } else { family };
        texts.push(base.clone());
        families.push(family);
        for _ in 0..dice.below(5) {
            texts.push(copy(&mut dice, base, &traditional));
            families.push(family);
        }
    }
    for alone in 0..40 {
        texts.push(page(&mut dice));
        families.push(1000 + alone);
    }
    (texts, families)
}

#[test]
fn families_of_copies_are_found_among_pages_on_the_same_topic() {
    for seed in [7, 20_240_311, 99] {
        let (texts, families) = collection(seed);
        let sketches: Vec<Sketch> = texts.iter().map(|text| Sketch::of(text)).collect();
        let found = voices(&sketches);
        let index = adjusted_rand(&found, &families);
        let count = |numbers: &[usize]| numbers.iter().collect::<std::collections::HashSet<_>>().len();
        println!(
            "seed {seed}: {} articles, {} families, {} voices, adjusted Rand index {index:.3}",
            texts.len(),
            count(&families),
            count(&found)
        );
        assert!(texts.len() >= 120 && count(&families) - 40 >= 30);
        assert!(index >= 0.90, "seed {seed}: {index:.3}");
        assert_eq!(voices(&sketches), found, "the same texts make the same voices");
    }
}

#[test]
fn the_changed_copy_among_the_gold_pages_is_found_and_nothing_else() {
    let sketches: Vec<Sketch> = gold().iter().map(|text| Sketch::of(text)).collect();
    let found = voices(&sketches);
    assert_eq!(found[17], found[10], "18 is a copy of 11");
    let distinct: std::collections::BTreeSet<usize> = found.iter().copied().collect();
    assert_eq!(distinct.len(), 19, "{found:?}");
}
