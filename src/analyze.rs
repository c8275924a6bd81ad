//! Pages → analysis: the whole pure pipeline, one function an arrow.
//!
//! Where pages come from, where articles are kept and how a report looks is decided on the floors above.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::article::Article;
use crate::claim::{Claim, ClaimId};
use crate::clean::clean;
use crate::contradict::{Inputs, contradict};
use crate::dispute::{Report, Source};
use crate::extract::extract;
use crate::lexicon::Lexicon;
use crate::page::Page;
use crate::voices::{Sketch, voices};
use crate::wire::offsets::CharOffsets;

/// 一篇: one page, cleaned and read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The article, with the notices of cleaning and reading.
    pub article: Article,
    /// What it claims, in the order of its text.
    pub claims: Vec<Claim>,
}

/// page → article → claims. Nothing in a page makes an error.
pub fn read(lexicon: &Lexicon, page: &Page) -> Reading {
    let mut article = clean(page);
    let extraction = extract(lexicon, &article);
    article.notices.extend(extraction.notices);
    Reading { article, claims: extraction.claims }
}

/// 证词: what confronting needs of one article; its text is not kept.
#[derive(Debug, Clone)]
pub struct Testimony {
    source: Source,
    sketch: Sketch,
    claims: Vec<Claim>,
}

impl Testimony {
    /// What `article` says.
    pub fn of(article: &Article, claims: Vec<Claim>) -> Testimony {
        let source = Source {
            id: article.id,
            path: article.path.clone(),
            url: article.url.clone(),
            title: article.title.clone(),
            site: article.site.clone(),
            published: article.published,
            fictional: article.fictional,
            confidence: article.confidence,
            // Voices are found when all articles are together.
            voice: 0,
        };
        Testimony { source, sketch: Sketch::of(&article.text), claims }
    }

    /// Its claims.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }
}

/// articles with claims → voices → report. The order in which testimonies come makes no difference.
pub fn confront(mut testimonies: Vec<Testimony>, as_of: Date, dismissed: &HashSet<String>) -> Report {
    testimonies.sort_by(|a, b| (&a.source.path, a.source.id).cmp(&(&b.source.path, b.source.id)));
    let mut sources = Vec::with_capacity(testimonies.len());
    let mut sketches = Vec::with_capacity(testimonies.len());
    let mut claims = Vec::new();
    for testimony in testimonies {
        sources.push(testimony.source);
        sketches.push(testimony.sketch);
        claims.extend(testimony.claims);
    }
    for (source, voice) in sources.iter_mut().zip(voices(&sketches)) {
        source.voice = voice;
    }
    contradict(&Inputs { claims: &claims, sources: &sources, as_of }, dismissed)
}

/// Where each quote begins in its article's text, in characters: what a report in JSON needs and a report does not know.
pub fn char_starts<'a>(article: &'a Article, claims: &'a [Claim]) -> impl Iterator<Item = (ClaimId, usize)> + 'a {
    let offsets = CharOffsets::of(&article.text);
    claims.iter().map(move |claim| (claim.id, offsets.char_at(claim.evidence.span.start())))
}
