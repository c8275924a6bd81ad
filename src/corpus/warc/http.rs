//! HTTP messages as archives keep them: head, transfer coding, content coding, all with limits.

use std::io::{self, Read};

/// The head of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The status, such as 200.
    pub status: u16,
    /// Fields in order; names in lower case.
    pub fields: Vec<(String, String)>,
}

impl Head {
    /// The first field of that (lower-case) name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The media type in lower case, without its parameters.
    pub fn media_type(&self) -> Option<String> {
        let value = self.field("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The charset that the content type names.
    pub fn charset(&self) -> Option<String> {
        charset_of(self.field("content-type")?)
    }
}

/// The `charset` parameter of a content type.
pub fn charset_of(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_ascii_lowercase())
    })
}

/// Splits a response into head and body.
pub fn split(message: &[u8]) -> Option<(Head, &[u8])> {
    let (head, body) = match find(message, b"\r\n\r\n") {
        Some(at) => (&message[..at], &message[at + 4..]),
        None => match find(message, b"\n\n") {
            Some(at) => (&message[..at], &message[at + 2..]),
            None => (message, &message[message.len()..]),
        },
    };
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let mut start = lines.next()?.split_whitespace();
    if !start.next()?.starts_with("HTTP/") {
        return None;
    }
    let status = start.next()?.parse().ok()?;
    Some((Head { status, fields: fields(lines) }, body))
}

/// Fields of a head, folded lines joined.
pub fn fields<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Why a body cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// It grows beyond the limit.
    #[error("the unpacked body is larger than the limit")]
    TooLarge,
    /// It is packed in a way that is not known, or is not what it says.
    #[error("the body is packed in an unknown or broken way")]
    Broken,
}

/// The body of an archived response: chunks joined, then unpacked, up to `cap` bytes. Archives that
/// keep the coding's name but not the coding are common, so what does not look packed passes as it is.
pub fn payload(head: &Head, body: &[u8], cap: usize) -> Result<Vec<u8>, BodyError> {
    let chunked = head.field("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let joined = if chunked { join_chunks(body) } else { None };
    let body = joined.as_deref().unwrap_or(body);
    let coding = head.field("content-encoding").unwrap_or_default();
    match unpack(body, coding, cap) {
        Err(BodyError::Broken) if std::str::from_utf8(body).is_ok() => Ok(body.to_vec()),
        unpacked => unpacked,
    }
}

/// Undoes a content coding (`gzip`, `deflate`, `br`, or several), up to `cap` bytes.
pub fn unpack(body: &[u8], coding: &str, cap: usize) -> Result<Vec<u8>, BodyError> {
    let mut body = std::borrow::Cow::Borrowed(body);
    // A page packed more than twice is an attack.
    for name in coding.rsplit(',').map(str::trim).filter(|name| !name.is_empty()).take(2) {
        let unpacked = match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                read_capped(flate2::read::MultiGzDecoder::new(&*body), cap)?
            }
            // Some servers say gzip and send plain text.
            "gzip" | "x-gzip" | "identity" => continue,
            "deflate" => match read_capped(flate2::read::ZlibDecoder::new(&*body), cap) {
                Err(BodyError::Broken) => read_capped(flate2::read::DeflateDecoder::new(&*body), cap)?,
                unpacked => unpacked?,
            },
            "br" => read_capped(brotli::Decompressor::new(&*body, 4096), cap)?,
            _ => return Err(BodyError::Broken),
        };
        body = std::borrow::Cow::Owned(unpacked);
    }
    if body.len() > cap {
        return Err(BodyError::TooLarge);
    }
    Ok(body.into_owned())
}

fn read_capped(reader: impl Read, cap: usize) -> Result<Vec<u8>, BodyError> {
    let mut unpacked = Vec::new();
    let limit = u64::try_from(cap).unwrap_or(u64::MAX).saturating_add(1);
    let read = reader.take(limit).read_to_end(&mut unpacked);
    if unpacked.len() > cap {
        return Err(BodyError::TooLarge);
    }
    match read {
        Ok(_) => Ok(unpacked),
        // Bodies without their last bytes are common and read all the same by browsers.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && !unpacked.is_empty() => Ok(unpacked),
        Err(_) => Err(BodyError::Broken),
    }
}

/// Joins the chunks of a body; `None` where it does not consist of chunks.
fn join_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    loop {
        let end = find(&body[..body.len().min(1024)], b"\r\n")?;
        let size = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 2..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(&body[..size.min(body.len())]);
        if size + 2 > body.len() {
            // Cut short: what is there is kept.
            return Some(joined);
        }
        body = &body[size + 2..];
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    #[test]
    fn heads_are_read_as_they_come() {
        let message = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; Charset=\"GB2312\"\r\nX: a\r\n b\r\n\r\nbody";
        let (head, body) = split(message).unwrap();
        assert_eq!((head.status, body), (200, &b"body"[..]));
        assert_eq!(head.media_type().unwrap(), "text/html");
        assert_eq!(head.charset().unwrap(), "gb2312");
        assert_eq!(head.field("x"), Some("a b"));
        assert_eq!(split(b"HTTP/1.0 404\n\nx").unwrap().0.status, 404);
        assert_eq!(split(b"<html>"), None);
    }

    #[test]
    fn chunks_and_codings_are_undone() {
        let packed = gzip(b"text of the page");
        let mut chunked = format!("{:x};q=1\r\n", packed.len()).into_bytes();
        chunked.extend_from_slice(&packed);
        chunked.extend_from_slice(b"\r\n0\r\n\r\n");
        let (head, _) =
            split(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n").unwrap();
        assert_eq!(payload(&head, &chunked, 100).unwrap(), b"text of the page");
        assert_eq!(payload(&head, &packed, 100).unwrap(), b"text of the page", "joined already");
        assert_eq!(payload(&head, b"text of the page", 100).unwrap(), b"text of the page", "unpacked already");
        assert_eq!(unpack(&packed[..packed.len() - 6], "gzip", 100).unwrap(), b"text of the page");
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 50_000_000]);
        assert!(bomb.len() < 100_000);
        assert_eq!(unpack(&bomb, "gzip", 1 << 20), Err(BodyError::TooLarge));
        assert_eq!(unpack(&gzip(&bomb), "gzip, gzip", 1 << 20), Err(BodyError::TooLarge));
        assert_eq!(unpack(b"x", "zstd", 100), Err(BodyError::Broken));
    }
}
