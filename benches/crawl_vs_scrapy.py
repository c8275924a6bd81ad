#!/usr/bin/env python3
"""Pages per CPU second of `duizhi crawl` and of Scrapy on one site of 2,000 pages on loopback.

    python benches/crawl_vs_scrapy.py PATH_TO_PROGRAM [crawl]

Needs Scrapy in the Python that runs it. Both obey robots.txt and wait for nothing between requests.
duizhi stores every page in a WARC file and its frontier durably; Scrapy runs once bare (follows links,
stores nothing) and once with its job folder and the pages in a feed. Only the client's CPU time
counts; the number of pages is checked, so that a fast wrong answer fails.
"""
import os, socketserver, subprocess, sys, tempfile, textwrap, threading, time

PAGES = 2000
FILLER = "平台会先发短信提醒，之后可能委托第三方催收，是否上门要看金额和时间，也可以协商分期还款。" * 30


def page(n):
    links = {(n + 1) % PAGES, n * 2 % PAGES, (n * 3 + 1) % PAGES, n // 2} | {(n + k * 37) % PAGES for k in range(30)}
    items = "".join(f'<li><a href="/p/{k}.html">花呗逾期第{k}问</a></li>' for k in sorted(links))
    paragraphs = "".join(f"<p>{n}-{k} 花呗逾期之后，{FILLER[:240]}</p>" for k in range(8))
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>花呗逾期{n}</title></head><body><h1>花呗逾期{n}</h1>{paragraphs}<ul>{items}</ul></body></html>".encode()


BODIES = [page(n) for n in range(PAGES)]


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while True:
            line = self.rfile.readline()
            if not line:
                return
            while self.rfile.readline().strip():
                pass
            path = line.split()[1].decode()
            n = path[3:-5] if path.startswith("/p/") else ""
            if n.isdigit() and int(n) < PAGES:
                head, body = "200 OK\r\nContent-Type: text/html; charset=utf-8", BODIES[int(n)]
            else:
                head, body = "404 Not Found", b""
            self.wfile.write(f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


SPIDER = """
import scrapy
class Site(scrapy.Spider):
    name = "site"
    start_urls = ["http://127.0.0.1:%d/p/0.html"]
    custom_settings = {"ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR",
        "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "TELNETCONSOLE_ENABLED": False, "DEPTH_LIMIT": 0}
    count = 0
    def parse(self, response):
        Site.count += 1
        if %r:
            yield {"url": response.url, "body": response.text}
        yield from response.follow_all(css="a")
    def closed(self, reason):
        open("count", "w").write(str(Site.count))
"""


def timed(name, command, folder, count):
    before = os.times()
    start = time.time()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    pages = count()
    # Scrapy does not count its start address among those it has seen.
    assert pages - PAGES in (0, 1), f"{name}: {pages} pages"
    print(f"{name:34} {pages / cpu:8.0f} pages per CPU second  ({cpu:.2f} s CPU, {time.time() - start:.1f} s)")
    return pages / cpu


def main():
    program = [os.path.abspath(sys.argv[1]), *sys.argv[2:]]
    server = Server(("127.0.0.1", 0), Handler)
    port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{PAGES} pages of {sum(map(len, BODIES)) // PAGES} bytes")
    best = {}
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            flags = ["--into", folder, "--delay", "0", "--allow-private", "--pages", "9999", "--pages-per-site", "9999", "--depth", "9999"]
            log = os.path.join(folder, "log")

            def stored():
                return sum('"outcome":"stored"' in line for line in open(log, encoding="utf-8"))

            seed = f"http://127.0.0.1:{port}/p/0.html"
            best.setdefault("duizhi", []).append(timed("duizhi", [*program, seed, *flags, "--json-log", log], folder, stored))
        for name, keeps, more in [("Scrapy, bare", False, []), ("Scrapy, job folder and feed", True, ["-s", "JOBDIR=job", "-o", "pages.jsonl"])]:
            with tempfile.TemporaryDirectory() as folder:
                open(os.path.join(folder, "spider.py"), "w").write(textwrap.dedent(SPIDER % (port, keeps)))
                command = [sys.executable, "-m", "scrapy", "runspider", "spider.py", *more]
                best.setdefault(name, []).append(timed(name, command, folder, lambda: int(open(os.path.join(folder, "count")).read())))
    ours = max(best.pop("duizhi"))
    for name, rates in best.items():
        print(f"duizhi / {name}: {ours / max(rates):.1f}")


main()
