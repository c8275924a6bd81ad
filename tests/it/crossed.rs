//! Every cue with every circumstance, act and product: the plain sentences that no table could hold.

use duizhi::claim::Flag;
use duizhi::examples::page;
use duizhi::extract::extract;
use duizhi::lexicon::Lexicon;

const ACTS: [(&str, &str); 20] = [
    ("contact.phone", "打电话催收"),
    ("contact.sms", "发短信提醒"),
    ("contact.third_persons", "联系家人"),
    ("contact.third_persons", "爆通讯录"),
    ("contact.emergency", "联系紧急联系人"),
    ("contact.employer", "联系单位"),
    ("contact.community", "联系村委会"),
    ("contact.outsourced", "委托第三方催收"),
    ("contact.lawyer_letter", "发律师函"),
    ("visit.home", "上门催收"),
    ("visit.home", "派人上门"),
    ("visit.hukou", "走访户籍地"),
    ("legal.lawsuit", "向法院起诉"),
    ("legal.payment_order", "申请支付令"),
    ("legal.arbitration", "申请仲裁"),
    ("credit.report", "上征信"),
    ("account.penalty_interest", "收取罚息"),
    ("account.product_suspended", "关闭额度"),
    ("account.auto_deduct", "自动扣款"),
    ("legal.enforcement", "申请强制执行"),
];

const CUES: [(&str, &str); 20] = [
    ("会", "certain"),
    ("一定会", "certain"),
    ("可能会", "possible"),
    ("有可能", "possible"),
    ("也许会", "possible"),
    ("不排除", "possible"),
    ("不一定会", "possible"),
    ("未必会", "possible"),
    ("一般会", "generally"),
    ("通常会", "generally"),
    ("往往会", "generally"),
    ("大概率会", "generally"),
    ("不会", "never"),
    ("绝对不会", "never"),
    ("从不", "never"),
    ("一般不会", "generally_not"),
    ("通常不会", "generally_not"),
    ("不会轻易", "generally_not"),
    ("很少会", "rare"),
    ("很少", "rare"),
];

const CIRCUMSTANCES: [(&str, &str); 15] = [
    ("逾期后，", ""),
    ("逾期三个月的，", " [90~天]"),
    ("逾期超过90天", " [90~天]"),
    ("逾期半年以上", " [180~天]"),
    ("逾期7天以内，", " [~7天]"),
    ("逾期1-3天", " [1~3天]"),
    ("欠款5000元", " [5000元]"),
    ("欠款超过一万元的，", " [10000~元]"),
    ("金额较大的，", " [large]"),
    ("欠款金额小的，", " [small]"),
    ("逾期时间较长的，", " [long]"),
    ("逾期初期，", " [early]"),
    ("失联的，", " [unreachable]"),
    ("恶意拖欠的，", " [unwilling]"),
    ("多次催收无果的，", " [reminders_failed]"),
];

#[test]
fn cues_circumstances_acts_and_products_go_together() {
    let lexicon = Lexicon::embedded();
    let mut wrong = Vec::new();
    for (product, name) in [("jiebei", "借呗"), ("huabei", "花呗")] {
        for (proposition, act) in ACTS {
            for (cue, stance) in CUES {
                for (circumstance, conditions) in CIRCUMSTANCES {
                    let sentence = format!("{name}{circumstance}平台{cue}{act}。");
                    let read = extract(&lexicon, &page("逾期", &sentence)).claims.into_iter().map(|mut claim| {
                        claim.conditions.flags.remove(&Flag::Other);
                        claim.conditions.text = None;
                        claim.to_string()
                    });
                    let read: Vec<String> = read.collect();
                    if read != [format!("{proposition} {stance} {product}{conditions}")] {
                        wrong.push(format!("{sentence}  {}", read.join("; ")));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} sentences are misread:\n{}", wrong.len(), wrong.join("\n"));
}
