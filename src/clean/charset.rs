//! Bytes to text: which charset a page is in, and what was lost in decoding it.
//!
//! Labels lie: a page that is valid UTF-8 is UTF-8 whatever it says, then its label counts, then a guess
//! with Chinese in mind. What the text means is no concern of this file.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use regex::bytes::Regex;

use crate::article::Provenance;

/// A decoded page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded<'a> {
    /// The text.
    pub(super) text: Cow<'a, str>,
    /// The charset's name, such as `gb18030`.
    pub(super) charset: &'static str,
    /// How it was settled.
    pub(super) provenance: Provenance,
    /// How many replacement marks stand for bytes that are no text.
    pub(super) replaced: usize,
}

/// A page of which fewer than one character in so many is broken is still taken for UTF-8.
const BROKEN_SHARE: usize = 20;

/// The guesser looks at so many bytes: enough for any page, bounded for a large one.
const GUESS_BYTES: usize = 256 << 10;

/// Chinese text has at least this share of common characters.
const PLAUSIBLE: f32 = 0.12;

/// So much text tells one charset from another.
const SAMPLE_BYTES: usize = 16 << 10;

/// Decodes `bytes`. `transport` is the charset named by an HTTP header or an archive record, if any.
pub(super) fn decode<'a>(bytes: &'a [u8], transport: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(encoding, &bytes[mark..], "byte order mark");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), charset: "utf-8", provenance: "valid utf-8", replaced: 0 };
    }
    if mostly_utf8(bytes) {
        return decoded(UTF_8, bytes, "mostly utf-8");
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return decoded(encoding, bytes, "zero bytes");
    }
    let labels = transport.into_iter().map(Cow::Borrowed).chain(labels_in(bytes));
    let declared =
        labels.filter_map(|label| Encoding::for_label(label.as_bytes())).find(|&encoding| believable(encoding));
    let sample = sample(bytes);
    let (first, provenance) = match declared {
        Some(encoding) => (encoding, "declared"),
        None => (guess(bytes), "guessed"),
    };
    // Big5 bytes are legal GBK and the other way round, so neither a label nor a guess is taken unseen.
    let better = |best: (&'static Encoding, f32, Provenance), other: &'static Encoding| {
        let score = familiarity(other, sample);
        if score > best.1 * 1.5 + 0.05 { (other, score, "guessed") } else { best }
    };
    let mut best = [GB18030, BIG5].into_iter().fold((first, familiarity(first, sample), provenance), better);
    // Guessing reads the page at a tenth of the speed of decoding it: only where no reading is plausible.
    if best.1 < PLAUSIBLE && provenance == "declared" {
        best = better(best, guess(bytes));
    }
    decoded(best.0, bytes, best.2)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(GUESS_BYTES)], true);
    detector.guess(Some(b"cn"), Utf8Detection::Deny)
}

/// Where the text of a page begins, as far as encodings go.
fn sample(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    &bytes[start..bytes.len().min(start + SAMPLE_BYTES)]
}

/// The commonest characters of Chinese pages in both scripts, and their punctuation.
const COMMON: &str = "的一是不了在有人我这中大来上个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长期被其部此将把或平进新实性与应间明由这這個來為們說過時會對後還發沒無開經頭動兩長進實與應間個國国，。、：；？！“”《》（）【】的款还貸贷催收";

/// How much of a sample, read in this encoding, is common Chinese, 0 to 1.
fn familiarity(encoding: &'static Encoding, sample: &[u8]) -> f32 {
    static TABLE: LazyLock<HashSet<char>> = LazyLock::new(|| COMMON.chars().collect());
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut all, mut common) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        common += usize::from(TABLE.contains(&c));
    }
    common as f32 / all.max(1) as f32
}

/// Labels of multibyte charsets are believed. UTF-8 was tried before; a Western label on a page that is not
/// ASCII is the default of some server.
fn believable(encoding: &'static Encoding) -> bool {
    encoding != UTF_8 && !encoding.is_single_byte() && encoding.is_ascii_compatible()
}

/// The charsets that the page's own `meta` tags (and XML declaration) name, in order.
fn labels_in(bytes: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?i-u)<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*["']?\s*([a-z0-9_:.-]{1,40})"#,
        )
        .expect("the pattern is written above")
    });
    LABEL.captures_iter(bytes).filter_map(|found| found.get(1)).map(|label| String::from_utf8_lossy(label.as_bytes()))
}

fn decoded<'a>(encoding: &'static Encoding, bytes: &'a [u8], provenance: Provenance) -> Decoded<'a> {
    // GB18030 reads all that GBK reads, and the characters that GBK lacks.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let replaced = if broken { text.matches('\u{fffd}').count() } else { 0 };
    let charset = match encoding {
        e if e == UTF_8 => "utf-8",
        e if e == GB18030 => "gb18030",
        e if e == BIG5 => "big5",
        e if e == UTF_16LE || e == UTF_16BE => "utf-16",
        e => e.name(),
    };
    Decoded { text, charset, provenance, replaced }
}

/// Text cut in the middle of a character, or pasted together with a few bad bytes, is UTF-8 all the same.
/// GBK text read as UTF-8 breaks at almost every character, so the two cannot be confused.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken * BROKEN_SHARE <= whole
}

/// UTF-16 without a byte order mark: ASCII in it, such as tags and line ends, has a zero in every other byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 40 + 1;
    if odd >= many && odd > even * 8 {
        Some(UTF_16LE)
    } else if even >= many && even > odd * 8 {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TEXT: &str = "借呗逾期后，平台会先打电话和发短信，一般不会直接上门催收。这是一段足够长的中文文字。";

    fn bytes_in(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    fn page(label: &str) -> String {
        format!(
            "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset={label}\"></head><p>{TEXT}</p>"
        )
    }

    #[test]
    fn utf8_wins_over_any_label() {
        let page = page("gb2312");
        let got = decode(page.as_bytes(), Some("gbk"));
        assert_eq!((got.charset, got.provenance, got.replaced), ("utf-8", "valid utf-8", 0));
    }

    #[test]
    fn gbk_is_read_under_its_own_a_wrong_and_no_label() {
        for label in ["GBK", "gb2312", "utf-8", "iso-8859-1", "big5", ""] {
            let text = page(label);
            let got = decode(&bytes_in(GBK, &text), None).text.into_owned();
            assert_eq!(got, text, "label {label:?}");
        }
    }

    #[test]
    fn the_second_of_two_labels_counts_where_the_first_says_utf8() {
        let page = format!("<meta charset=\"utf-8\"><meta charset='GBK'>{TEXT}");
        let bytes = bytes_in(GBK, &page);
        let got = decode(&bytes, None);
        assert_eq!((got.charset, got.provenance), ("gb18030", "declared"));
        assert_eq!(got.text, page);
    }

    #[test]
    fn big5_is_read_by_label_and_by_guess() {
        let text = "借唄逾期半年，催收人員可能會走訪戶籍地，並向村委會核實情況。小額借款一般不會上門。";
        let bytes = bytes_in(BIG5, text);
        assert_eq!(decode(&bytes, Some("Big5")).text, text);
        assert_eq!(decode(&bytes, None).text, text);
    }

    #[test]
    fn byte_order_marks_are_taken_off() {
        assert_eq!(decode("\u{feff}借呗".as_bytes(), None).text, "借呗");
        let wide: Vec<u8> = "\u{feff}借呗\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, None).text, "借呗\n");
    }

    #[test]
    fn a_few_bad_bytes_do_not_make_a_page_something_else() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.insert(30, 0xff);
        bytes.truncate(bytes.len() - 1);
        let got = decode(&bytes, None);
        assert_eq!((got.charset, got.replaced), ("utf-8", 2));
        let page = page("gbk");
        let mut bytes = bytes_in(GBK, &page);
        bytes.insert(page.find(TEXT).unwrap() + 4, 0xff);
        let got = decode(&bytes, None);
        assert_eq!(got.charset, "gb18030");
        assert!(got.replaced >= 1 && got.text.contains("一般不会直接上门"), "{got:?}");
    }
}
