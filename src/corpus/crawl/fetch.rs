//! One request and its answer, with a limit on everything: time, head, body, and what may come.
//!
//! Follows no redirect: a redirect is an answer like any other, and its target is a new request
//! that the scheduler, robots.txt, the scope and the guard see like the first.

use std::error::Error;
use std::time::{Duration, Instant};

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_TYPE, HOST, HeaderMap, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, USER_AGENT,
};
use reqwest::{Client, redirect};
use url::Url;

use super::canonical::host_of;
use super::guard::{self, GuardedResolver};

/// Longest head of an answer, summed over its fields.
const LONGEST_HEAD: usize = 64 * 1024;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The address.
    pub url: Url,
    /// Validators of the version that is known.
    pub etag: Option<String>,
    /// See `etag`.
    pub modified: Option<String>,
    /// Most bytes of the body.
    pub body_cap: usize,
    /// What is beyond `body_cap` is left unread, instead of the whole answer being refused.
    pub cut: bool,
    /// Whether any media type will do (robots.txt, sitemaps) or only pages.
    pub any_type: bool,
    /// Time for everything.
    pub timeout: Duration,
}

/// What came of a request.
#[derive(Debug)]
pub enum Fetched {
    /// An answer, whole.
    Answer(Answer),
    /// An answer whose body was not wanted: too large, or no page. Not worth asking again.
    Unfit {
        /// Its status.
        status: u16,
        /// Why.
        reason: String,
    },
    /// The guard refused the address.
    Refused(String),
    /// Whoever answers does not prove to be the host: nothing was asked.
    Untrusted(String),
    /// No answer, or not all of it. May be asked again.
    Broken(String),
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names and values as they came.
    pub fields: Vec<(String, Vec<u8>)>,
    /// The body, packed as it came.
    pub body: Vec<u8>,
    /// The request as text.
    pub request: String,
    /// The address that answered.
    pub ip: Option<std::net::IpAddr>,
    /// How long it took.
    pub took: Duration,
}

impl Answer {
    /// The first field of that (lower-case) name, as text.
    pub fn field(&self, name: &str) -> Option<String> {
        let (_, value) = self.fields.iter().find(|(found, _)| found == name)?;
        Some(String::from_utf8_lossy(value).trim().to_owned())
    }

    /// The answer as an archive keeps it. Chunks were joined on the way, so the field that speaks of
    /// them gets another name, and the length is that of the body as kept.
    pub fn to_message(&self) -> (Vec<u8>, usize) {
        let status = reqwest::StatusCode::from_u16(self.status).ok();
        let reason = status.and_then(|status| status.canonical_reason()).unwrap_or("");
        let mut message = format!("HTTP/1.1 {} {reason}\r\n", self.status).into_bytes();
        for (name, value) in &self.fields {
            let name = match name.as_str() {
                "transfer-encoding" | "content-length" => format!("x-crawled-{name}"),
                _ => name.clone(),
            };
            message.extend_from_slice(name.as_bytes());
            message.extend_from_slice(b": ");
            message.extend_from_slice(value);
            message.extend_from_slice(b"\r\n");
        }
        message.extend_from_slice(format!("content-length: {}\r\n\r\n", self.body.len()).as_bytes());
        let from = message.len();
        message.extend_from_slice(&self.body);
        (message, from)
    }
}

/// The client of one crawl: guarded, without proxies, cookies, redirects or unpacking.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    fields: HeaderMap,
    allow_private: bool,
}

impl Fetcher {
    /// A client that names itself so; `allow_private` lets it speak to inner addresses, for tests.
    pub fn new(user_agent: &str, allow_private: bool) -> reqwest::Result<Fetcher> {
        let mut fields = HeaderMap::new();
        let agent = HeaderValue::from_str(user_agent);
        fields.insert(USER_AGENT, agent.unwrap_or_else(|_| HeaderValue::from_static("duizhi")));
        fields.insert(ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1"));
        fields.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("zh-CN,zh;q=0.9,en;q=0.3"));
        fields.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, br"));
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .dns_resolver(GuardedResolver { allow_private })
            .connect_timeout(Duration::from_secs(10))
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(60))
            .http2_max_header_list_size(LONGEST_HEAD as u32)
            .build()?;
        Ok(Fetcher { client, fields, allow_private })
    }

    /// Makes one request.
    pub async fn fetch(&self, request: &Request) -> Fetched {
        if let Err(refused) = guard::check_literal(&request.url, self.allow_private) {
            return Fetched::Refused(refused.to_string());
        }
        match tokio::time::timeout(request.timeout, self.ask(request)).await {
            Ok(fetched) => fetched,
            Err(_) => {
                let seconds = request.timeout.as_secs_f32();
                Fetched::Broken(format!("no whole answer within {seconds} s"))
            }
        }
    }

    async fn ask(&self, request: &Request) -> Fetched {
        let started = Instant::now();
        let mut builder = self.client.get(request.url.clone()).headers(self.fields.clone());
        for (name, value) in [(IF_NONE_MATCH, &request.etag), (IF_MODIFIED_SINCE, &request.modified)] {
            if let Some(value) = value.as_ref().and_then(|value| HeaderValue::from_str(value).ok()) {
                builder = builder.header(name, value);
            }
        }
        let built = match builder.build() {
            Ok(built) => built,
            Err(error) => return Fetched::Refused(causes(&error)),
        };
        let mut text = format!(
            "GET {} HTTP/1.1\r\n{HOST}: {}\r\n",
            &request.url[url::Position::BeforePath..url::Position::AfterQuery],
            host_of(&request.url),
        );
        for (name, value) in built.headers() {
            text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap_or_default()));
        }
        text.push_str("\r\n");
        let mut response = match self.client.execute(built).await {
            Ok(response) => response,
            Err(error) if guard::is_refusal(&error) => return Fetched::Refused(causes(&error)),
            Err(error) => {
                return match untrusted(&error) {
                    Some(reason) => Fetched::Untrusted(reason),
                    None => Fetched::Broken(causes(&error)),
                };
            }
        };
        let status = response.status().as_u16();
        let fields: Vec<(String, Vec<u8>)> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
            .collect();
        let size: usize = fields.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        if size > LONGEST_HEAD {
            return Fetched::Unfit { status, reason: "its head is larger than 64 KiB".to_owned() };
        }
        let too_large = || Fetched::Unfit { status, reason: format!("it is larger than {} bytes", request.body_cap) };
        if status == 200 {
            let content_type = response.headers().get(CONTENT_TYPE);
            let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or("");
            if !request.any_type && !may_be_page(content_type) {
                return Fetched::Unfit { status, reason: format!("it is no page but {content_type}") };
            }
            if !request.cut && response.content_length().is_some_and(|n| n > request.body_cap as u64) {
                return too_large();
            }
        }
        // Bodies of other answers are kept only as far as they explain themselves.
        let (cap, cut) = if status == 200 { (request.body_cap, request.cut) } else { (LONGEST_HEAD, true) };
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let room = cap - body.len();
                    if chunk.len() > room {
                        if !cut {
                            return too_large();
                        }
                        body.extend_from_slice(&chunk[..room]);
                        break;
                    }
                    body.extend_from_slice(&chunk);
                }
                Ok(None) => break,
                Err(error) if status == 200 => return Fetched::Broken(causes(&error)),
                Err(_) => break,
            }
        }
        Fetched::Answer(Answer {
            status,
            fields,
            body,
            request: text,
            ip: response.remote_addr().map(|address| address.ip()),
            took: started.elapsed(),
        })
    }
}

fn may_be_page(content_type: &str) -> bool {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(media.as_str(), "" | "text/html" | "application/xhtml+xml" | "text/plain")
}

/// What is wrong with the certificate, where an error goes back to that.
fn untrusted(error: &(dyn Error + 'static)) -> Option<String> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(tls @ rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return Some(format!("its certificate is not trusted ({tls}); nothing was read"));
        }
        // An error of the connection wraps its cause and does not name it as such.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| error.source());
    }
    None
}

/// The last cause of an error: the client's own sentences only say that a request failed.
fn causes(error: &(dyn Error + 'static)) -> String {
    let mut last = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    last.to_string()
}
