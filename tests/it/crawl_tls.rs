//! Certificates are checked: a server that cannot prove who it is gets no request.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use duizhi::corpus::crawl::Event;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::crawl_server::{archived, quick, run};

#[test]
fn a_certificate_that_nobody_signed_is_refused_and_named() {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (met, read) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (meeting, reading, config) = (met.clone(), read.clone(), Arc::new(config));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            meeting.fetch_add(1, Ordering::SeqCst);
            let mut stream = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream);
            let mut request = [0; 4096];
            // A client that trusted us would send its request now.
            if let Ok(length) = stream.read(&mut request) {
                reading.lock().unwrap().extend_from_slice(&request[..length]);
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let crawled = run(&quick(format!("https://127.0.0.1:{}/", address.port()), folder.path()));
    let dropped: Vec<&str> = crawled
        .events
        .iter()
        .filter_map(|event| match event {
            Event::HostDropped { reason, .. } => Some(*reason),
            _ => None,
        })
        .collect();
    assert_eq!(dropped, ["its certificate is not trusted: unknown issuer, out of date or another site's"]);
    assert_eq!(crawled.summary.hosts[0].dropped, Some(dropped[0]));
    assert_eq!(met.load(Ordering::SeqCst), 1, "it was asked once");
    assert_eq!(read.lock().unwrap().as_slice(), b"", "nothing was sent");
    assert_eq!(archived(folder.path()).0, []);
}
