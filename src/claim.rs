//! The claim: what one sentence of one article asserts about one proposition.
//!
//! Vocabulary and conventions are those of the claim guideline (`docs/claims.md`); how claims are found is
//! the business of `extract`, how they are compared that of `contradict`.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::article::{ArticleId, Span};

/// Declares a closed vocabulary: variants with the word used on the wire and the Chinese label.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $id:literal, $zh:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word used on the wire and on the command line.
            pub fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)+ }
            }

            /// The Chinese label.
            pub fn zh(self) -> &'static str {
                match self { $($name::$variant => $zh,)+ }
            }

            /// The one with this wire word.
            pub fn parse(id: &str) -> Option<$name> {
                match id { $($id => Some($name::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.id())
            }
        }
    };
}

vocabulary! {
    /// 立场: how far the sentence commits itself. The first six are the frequency scale, in its order.
    Stance {
        /// Plain or emphatic denial.
        Never = "never", "不会";
        /// Denial with a generic hedge.
        GenerallyNot = "generally_not", "一般不会";
        /// Low frequency or probability.
        Rare = "rare", "很少";
        /// Possibility or ability.
        Possible = "possible", "可能";
        /// Generic or frequent affirmation.
        Generally = "generally", "一般会";
        /// Plain or emphatic affirmation.
        Certain = "certain", "会";
        /// Rule: must not.
        Forbidden = "forbidden", "禁止";
        /// Rule: may.
        Permitted = "permitted", "允许";
        /// Rule: must.
        Required = "required", "必须";
        /// Advice to do it.
        Recommended = "recommended", "建议";
        /// Advice against it.
        Discouraged = "discouraged", "不建议";
    }
}

vocabulary! {
    /// 产品: the credit product a claim is about.
    Product {
        /// 花呗.
        Huabei = "huabei", "花呗";
        /// 借呗.
        Jiebei = "jiebei", "借呗";
        /// 支付宝/蚂蚁 as a whole; covers huabei and jiebei.
        Alipay = "alipay", "支付宝";
        /// 信用卡.
        CreditCard = "credit_card", "信用卡";
        /// 银行贷款.
        BankLoan = "bank_loan", "银行贷款";
        /// 网贷; covers huabei, jiebei and alipay.
        OnlineLoan = "online_loan", "网贷";
        /// Anything else.
        Other = "other", "其他";
    }
}

impl Product {
    /// Whether a claim on `self` speaks of `other` as well (claims.md §7.1: the umbrella products).
    pub fn covers(self, other: Product) -> bool {
        self == other
            || match self {
                Product::Alipay => matches!(other, Product::Huabei | Product::Jiebei),
                Product::OnlineLoan => matches!(other, Product::Huabei | Product::Jiebei | Product::Alipay),
                Product::Huabei | Product::Jiebei | Product::CreditCard | Product::BankLoan | Product::Other => false,
            }
    }
}

vocabulary! {
    /// 行为人: who acts.
    Actor {
        /// The lender.
        Platform = "platform", "平台";
        /// A collection agency.
        ThirdParty = "third_party", "第三方";
        /// A court.
        Court = "court", "法院";
        /// The police.
        Police = "police", "公安";
        /// A bank.
        Bank = "bank", "银行";
        /// A regulator.
        Regulator = "regulator", "监管部门";
        /// The borrower.
        Borrower = "borrower", "借款人";
        /// Somebody else.
        Other = "other", "其他";
    }
}

vocabulary! {
    /// 出处: whose word it is.
    Attribution {
        /// The article's own.
        Author = "author", "作者";
        /// The lender's, or another office's.
        Official = "official", "官方";
        /// People of the trade.
        Industry = "industry", "业内";
        /// Users, netizens, cases told.
        Users = "users", "用户";
        /// The collector's talk: kept, and never the article's own position.
        Collector = "collector", "催收方";
        /// A law or rule that is cited.
        Law = "law", "法规";
        /// A lawyer's.
        Lawyer = "lawyer", "律师";
    }
}

vocabulary! {
    /// 条件标记: a circumstance that restricts a claim.
    Flag {
        /// 失联、拒接.
        Unreachable = "unreachable", "失联";
        /// 恶意拖欠、态度消极.
        Unwilling = "unwilling", "恶意拖欠";
        /// 积极沟通.
        Cooperative = "cooperative", "积极配合";
        /// 多次催收无果.
        RemindersFailed = "reminders_failed", "催收无果";
        /// 情节严重.
        Severe = "severe", "情节严重";
        /// 还清后.
        Settled = "settled", "已还清";
        /// 一直不还.
        Unsettled = "unsettled", "一直不还";
        /// 判决后.
        Judgment = "judgment", "判决后";
        /// Anything else, verbatim in [`Conditions::text`].
        Other = "other", "其他条件";
    }
}

vocabulary! {
    /// 数量的角色: what a number that is the claim measures.
    Role {
        /// 不良记录保存期限, days.
        Retention = "retention", "保存期限";
        /// 诉讼时效, days.
        Limitation = "limitation", "诉讼时效";
        /// 利率, always a ratio.
        Rate = "rate", "利率";
        /// 宽限期, days.
        Grace = "grace", "宽限期";
        /// 额度, yuan.
        Quota = "quota", "额度";
        /// 频次, a day, week or month.
        Frequency = "frequency", "频次";
        /// 时段, hours of the day.
        Hours = "hours", "时段";
        /// 期数.
        Installments = "installments", "期数";
        /// How long until it happens, days.
        Delay = "delay", "多久之后";
        /// The amount from which, yuan.
        Threshold = "threshold", "金额门槛";
        /// 罚款, yuan.
        Fine = "fine", "罚款";
        /// A deadline or a sentence, days.
        Term = "term", "期限";
    }
}

vocabulary! {
    /// 单位 of a [`Quantity`].
    Unit {
        /// Days (a month is 30, half a year 180, a year 365).
        Days = "days", "天";
        /// A ratio a day.
        PerDay = "per_day", "每日";
        /// Times a week.
        PerWeek = "per_week", "每周";
        /// Times a month, or a ratio a month.
        PerMonth = "per_month", "每月";
        /// A ratio a year.
        PerYear = "per_year", "每年";
        /// A one-off share.
        Once = "once", "一次性";
        /// Times the contract rate.
        TimesContract = "times_contract", "倍合同利率";
        /// Yuan.
        Cny = "CNY", "元";
        /// Hour of the day, 0 to 24.
        Hour = "hour", "时";
        /// A plain count.
        Count = "count", "期";
    }
}

/// Identifier of a proposition, `group.name` as in the lexicon's `propositions.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PropositionId(pub Arc<str>);

impl PropositionId {
    /// The group, the part before the dot.
    pub fn group(&self) -> &str {
        self.0.split('.').next().unwrap_or(&self.0)
    }

    /// The whole identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PropositionId {
    fn from(id: &str) -> Self {
        PropositionId(id.into())
    }
}

impl fmt::Display for PropositionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A range of whole days or yuan; a missing end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Range {
    /// Least value.
    pub min: Option<i64>,
    /// Greatest value.
    pub max: Option<i64>,
    /// Whether `min` itself is in (以上, 满) or not (超过).
    pub min_incl: bool,
    /// Whether `max` itself is in (以内, 不超过) or not (不到, 不满).
    pub max_incl: bool,
    /// 左右、约: the number itself, roughly.
    pub approx: bool,
}

impl Range {
    /// The closed range `min..=max`.
    pub fn closed(min: Option<i64>, max: Option<i64>) -> Range {
        Range { min, max, min_incl: true, max_incl: true, approx: false }
    }

    /// From `min` on.
    pub fn at_least(min: i64) -> Range {
        Range::closed(Some(min), None)
    }

    /// Up to `max`.
    pub fn at_most(max: i64) -> Range {
        Range::closed(None, Some(max))
    }
}

/// A circumstance of size: a range, or one end of the scale in vague words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Extent {
    /// Numbers.
    Range(Range),
    /// 初期 (`early`) of days, 小额 (`small`) of money.
    Low,
    /// 长期 (`long`) of days, 大额 (`large`) of money.
    High,
}

/// 条件: what restricts a claim beyond "the debt is overdue". All hold together; none = everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Conditions {
    /// Days overdue.
    pub overdue: Option<Extent>,
    /// Amount owed in yuan.
    pub amount: Option<Extent>,
    /// Other circumstances.
    pub flags: BTreeSet<Flag>,
    /// The claim says that it holds only then (只有…才, 除非…否则不).
    pub only: bool,
    /// The words that [`Flag::Other`] stands for, verbatim.
    pub text: Option<String>,
}

impl Conditions {
    /// Whether nothing restricts the claim.
    pub fn is_empty(&self) -> bool {
        self.overdue.is_none() && self.amount.is_none() && self.flags.is_empty() && !self.only
    }
}

/// 数量: a number that is the claim, not its condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// What it measures.
    pub role: Role,
    /// Least value in `unit`.
    pub min: Option<f64>,
    /// Greatest value in `unit`.
    pub max: Option<f64>,
    /// Its unit.
    pub unit: Unit,
    /// 永久: both ends are absent because there is no end.
    pub forever: bool,
    /// The claim is that there is no such number (没有固定金额).
    pub none: bool,
    /// The words, verbatim.
    pub text: String,
}

/// 证据: where the claim stands, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// The sentence's place in the article text.
    pub span: Span,
    /// The sentence, `span.of(&article.text)`.
    pub quote: String,
    /// The heading it stands under, if any.
    pub section: Option<String>,
}

/// How the claim was read, for people: what `explain` and `show` print.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Trace {
    /// The words that name the proposition.
    pub mention: String,
    /// The words that set stance and conditions.
    pub cues: Vec<String>,
    /// Identifiers of the lexicon rows used.
    pub rows: Vec<String>,
}

/// Identifier of a claim: a hash of its article, span, proposition, stance and conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimId(pub u64);

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// 主张: source S says, of products P, under conditions C, that proposition X holds with stance M.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// See [`ClaimId`].
    pub id: ClaimId,
    /// The article it stands in.
    pub article: ArticleId,
    /// What it is about.
    pub proposition: PropositionId,
    /// How far it commits itself.
    pub stance: Stance,
    /// Of which products; sorted, never empty.
    pub products: Vec<Product>,
    /// Who acts, where the sentence says so.
    pub actor: Option<Actor>,
    /// Whose word it is.
    pub attribution: Attribution,
    /// Under which circumstances.
    pub conditions: Conditions,
    /// The numbers that are the claim.
    pub quantities: Vec<Quantity>,
    /// Where it stands.
    pub evidence: Evidence,
    /// How it was read.
    pub trace: Trace,
}

impl Claim {
    /// The id that these fields give: the same text gives the same id on every machine.
    pub fn fingerprint(&self) -> ClaimId {
        let mut key = String::with_capacity(160);
        let (start, end) = (self.evidence.span.start(), self.evidence.span.end());
        match fmt::Write::write_fmt(&mut key, format_args!("{}|{start}|{end}|{self}", self.article)) {
            Ok(()) | Err(fmt::Error) => ClaimId(xxhash_rust::xxh3::xxh3_64(key.as_bytes())),
        }
    }
}

/// One line: `visit.home possible jiebei [90天~, large, unreachable, only] {rate 1.5~1.5 times_contract} @users`.
/// The notation of the tests' tables, of `explain` and of logs; the author's own attribution is left out.
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let products: Vec<_> = self.products.iter().map(|p| p.id()).collect();
        write!(f, "{} {} {}", self.proposition, self.stance, products.join("+"))?;
        if !self.conditions.is_empty() {
            write!(f, " [{}]", self.conditions)?;
        }
        for quantity in &self.quantities {
            write!(f, " {{{quantity}}}")?;
        }
        if self.attribution != Attribution::Author {
            write!(f, " @{}", self.attribution)?;
        }
        Ok(())
    }
}

impl fmt::Display for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        match self.overdue {
            None => {}
            Some(Extent::Low) => parts.push("early".to_owned()),
            Some(Extent::High) => parts.push("long".to_owned()),
            Some(Extent::Range(range)) => parts.push(format!("{}天", Ends(range.min, range.max))),
        }
        match self.amount {
            None => {}
            Some(Extent::Low) => parts.push("small".to_owned()),
            Some(Extent::High) => parts.push("large".to_owned()),
            Some(Extent::Range(range)) => parts.push(format!("{}元", Ends(range.min, range.max))),
        }
        for flag in &self.flags {
            match (flag, &self.text) {
                (Flag::Other, Some(text)) => parts.push(format!("other:{text}")),
                _ => parts.push(flag.id().to_owned()),
            }
        }
        if self.only {
            parts.push("only".to_owned());
        }
        f.write_str(&parts.join(", "))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.role)?;
        if self.forever {
            write!(f, "forever")
        } else if self.none {
            write!(f, "none")
        } else {
            write!(f, "{} {}", Ends(self.min, self.max), self.unit)
        }
    }
}

/// `min~max`; one number where both are the same.
struct Ends<T>(Option<T>, Option<T>);

impl<T: fmt::Display + PartialEq> fmt::Display for Ends<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, &self.1) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (min, max) => {
                if let Some(min) = min {
                    write!(f, "{min}")?;
                }
                write!(f, "~")?;
                if let Some(max) = max {
                    write!(f, "{max}")?;
                }
                Ok(())
            }
        }
    }
}
