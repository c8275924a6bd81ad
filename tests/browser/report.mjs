// Opens a generated HTML report in Chromium and checks what a reader would notice: it fits telephones and desks, its
// filters and permanent links work, it is readable without script and on paper, and nothing that an article wrote runs.
//
//   node report.mjs REPORT.html [--shots FOLDER]
//
// CHROMIUM names the browser, /usr/bin/chromium where it is not set. Exit code 1 with one line for each failure.

import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error("usage: node report.mjs REPORT.html [--shots FOLDER]");
  process.exit(2);
}
const address = pathToFileURL(resolve(file)).href;
const shots = rest[0] === "--shots" ? resolve(rest[1]) : null;
if (shots) mkdirSync(shots, { recursive: true });

const WIDTHS = [390, 768, 1280];
const failures = [];
let checks = 0;
function check(what, holds, detail = "") {
  checks += 1;
  if (!holds) failures.push(detail === "" ? what : `${what}: ${detail}`);
}

const profile = mkdtempSync(join(tmpdir(), "report-test-"));
const options = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  offline: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
};

async function opened(context, hash = "") {
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) said.push(message.text()); });
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("dialog", (dialog) => { said.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) said.push(`request ${request.url()}`); });
  await page.goto(address + hash);
  return { page, said };
}

const context = await chromium.launchPersistentContext(profile, options);
try {
  for (const width of WIDTHS) await fits(width);
  await filters();
  await permanentLinks();
  await nothingRuns();
  await keyboard();
  await contrast("light");
  await contrast("dark");
  await paper();
} finally {
  await context.close();
}
const scriptless = await chromium.launchPersistentContext(mkdtempSync(join(profile, "no-js-")), { ...options, javaScriptEnabled: false });
try {
  await withoutScript();
} finally {
  await scriptless.close();
  rmSync(profile, { recursive: true, force: true });
}

for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${checks - failures.length} of ${checks} checks hold`);
process.exit(failures.length ? 1 : 0);

async function fits(width) {
  const { page, said } = await opened(context);
  await page.setViewportSize({ width, height: 900 });
  for (const [name, open] of [["as opened", false], ["all details open", true]]) {
    if (open) await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
    check(`${width} px, ${name}: nothing overflows the page`, wide <= width, `${wide} px wide`);
    const over = await page.evaluate(() => {
      const inScroller = (element) => element.closest(".scroll, svg, .unseen, .skip");
      return [...document.body.querySelectorAll("*")]
        .filter((element) => !inScroller(element) && element.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 3).map((element) => `${element.tagName}.${element.className} “${element.textContent.slice(0, 30)}”`);
    });
    check(`${width} px, ${name}: no element leaves the page`, over.length === 0, over.join("; "));
    if (shots && !open) {
      await page.screenshot({ path: join(shots, `${width}.png`) });
      // A report of many disputes is taller than any picture a browser can draw: its first screens only.
      const height = Math.min(6000, await page.evaluate(() => document.scrollingElement.scrollHeight));
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(shots, `${width}-long.png`) });
      await page.setViewportSize({ width, height: 900 });
    }
  }
  const small = await page.evaluate(() => [...document.querySelectorAll("svg text")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.height < 10;
  }).length);
  check(`${width} px: letters of the drawings are readable`, small === 0, `${small} are too small`);
  check(`${width} px: the console is silent`, said.length === 0, said.join(" | "));
  await page.close();
}

async function filters() {
  const { page, said } = await opened(context);
  await page.setViewportSize({ width: 1280, height: 900 });
  const shown = () => page.locator("article.dispute:visible").count();
  const all = await shown();
  check("there are disputes", all > 0);
  for (const name of ["product", "group", "kind", "severity"]) {
    const values = await page.locator(`#filters select[name=${name}] option`).evaluateAll((options) => options.map((option) => option.value).filter(Boolean));
    check(`filter ${name} has choices`, values.length > 0);
    const declared = { product: "data-product", group: "data-group", kind: "data-kinds", severity: "data-severities" }[name];
    for (const value of values) {
      await page.selectOption(`#filters select[name=${name}]`, value);
      const expected = await page.locator(`article.dispute[${declared}~="${value}"]`).count();
      check(`filter ${name}=${value} shows its disputes`, (await shown()) === expected, `${await shown()}, not ${expected}`);
      check(`filter ${name}=${value} shows some`, expected > 0);
      if (name === "kind" || name === "severity") {
        const others = await page.locator(`.conflict:visible:not([data-${name}="${value}"])`).count();
        check(`filter ${name}=${value} hides other conflicts`, others === 0, others);
      }
      const told = await page.locator("#filters output").innerText();
      check(`filter ${name}=${value} tells the count`, told.includes(String(expected)), told);
      const listed = await page.locator(".toc li:visible").count();
      check(`filter ${name}=${value} narrows the list`, listed === expected, listed);
    }
    await page.click("#filters button[type=reset]");
    await page.waitForFunction((n) => document.querySelectorAll("article.dispute:not([hidden])").length === n, all);
  }
  const question = await page.locator("article.dispute h2").last().evaluate((h2) => h2.firstChild.textContent.trim());
  await page.fill("#filters input[name=text]", question);
  check("finding a question shows it", (await shown()) >= 1 && (await shown()) < Math.max(all, 2), await shown());
  await page.fill("#filters input[name=text]", "\u4e0d\u5b58\u5728\u7684\u8bcd\u8bed");
  check("finding nothing says so", await page.locator("#nothing").isVisible());
  check("filters: the console is silent", said.length === 0, said.join(" | "));
  await page.close();
}

async function permanentLinks() {
  const first = await opened(context);
  const ids = await first.page.locator("article.dispute").evaluateAll((all) => all.map((dispute) => dispute.id));
  check("ids are unique", new Set(ids).size === ids.length);
  const dead = await first.page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .filter((link) => !document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)))).map((link) => link.getAttribute("href")));
  check("every link within the page leads somewhere", dead.length === 0, dead.slice(0, 3).join(" "));
  const doubled = await first.page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
  });
  check("no id stands twice", doubled.length === 0, doubled.join(" "));
  // Following a link under a filter that hides its dispute brings it back.
  const last = ids[ids.length - 1];
  await first.page.fill("#filters input[name=text]", "\u4e0d\u5b58\u5728\u7684\u8bcd\u8bed");
  await first.page.evaluate((id) => { location.hash = id; }, last);
  await first.page.waitForTimeout(200);
  check("a link clears a filter that hides its dispute", await first.page.locator(`[id="${last}"]`).isVisible());
  await first.page.close();

  for (const id of [ids[0], last]) {
    const { page } = await opened(context, `#${id}`);
    await page.waitForTimeout(200);
    const top = await page.locator(`[id="${id}"]`).evaluate((element) => element.getBoundingClientRect().top);
    check(`#${id} opens at its dispute`, top >= -5 && top < 400, top);
    await page.close();
  }
}

async function nothingRuns() {
  const { page, said } = await opened(context);
  const found = await page.evaluate(() => ({
    pwned: Object.keys(window).filter((name) => name.startsWith("pwned")).join(" "),
    scripts: document.scripts.length,
    strange: [...document.querySelectorAll("img, iframe, object, embed, link[rel=stylesheet], form[action], base")].map((e) => e.outerHTML).join(" "),
    handlers: [...document.querySelectorAll("*")].filter((e) => e.getAttributeNames().some((name) => name.startsWith("on"))).length,
    styles: document.querySelectorAll("[style]").length,
    links: [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href")).filter((href) => !/^(#|https?:\/\/)/i.test(href)).join(" "),
    control: /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(document.documentElement.outerHTML),
    policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? "",
  }));
  check("no script of an article ran", found.pwned === "", found.pwned);
  check("one script, ours", found.scripts === 1, found.scripts);
  check("no element of an article", found.strange === "", found.strange);
  check("no event handler in the markup", found.handlers === 0, found.handlers);
  check("no inline style", found.styles === 0, found.styles);
  check("links lead to this page or the web", found.links === "", found.links);
  check("no control character", !found.control);
  check("the policy lets in nothing by default", found.policy.startsWith("default-src 'none'") && !found.policy.includes("unsafe"), found.policy);
  // The policy holds: a script put into the page now does not run.
  said.length = 0;
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = 1";
    document.body.append(script);
    return window.injected === 1;
  });
  check("the policy stops a script put in later", !ran);
  await page.close();
}

async function keyboard() {
  const { page } = await opened(context);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.keyboard.press("Tab");
  check("the first stop is the skip link", await page.evaluate(() => document.activeElement.className === "skip"));
  await page.keyboard.press("Enter");
  await page.waitForTimeout(100);
  check("the skip link leads to the disputes", (await page.evaluate(() => location.hash)) === "#disputes");
  const nameless = await page.evaluate(() => [...document.querySelectorAll("a, button, select, input, summary, [tabindex]")]
    .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML.slice(0, 80)));
  check("every control has a name", nameless.length === 0, nameless.slice(0, 2).join(" "));
  const drawings = await page.evaluate(() => [...document.querySelectorAll("svg")]
    .filter((svg) => svg.getAttribute("aria-hidden") !== "true" && !svg.querySelector("title")?.textContent).length);
  check("every drawing has a title", drawings === 0, drawings);
  const tables = await page.evaluate(() => [...document.querySelectorAll("figure.chart")].filter((figure) => !figure.querySelector("details.data table")).length);
  check("a table stands behind every chart", tables === 0, tables);
  await page.close();
}

// WCAG AA: 4.5 to 1 for text, measured against the nearest opaque ground.
async function contrast(scheme) {
  const { page } = await opened(context);
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width: 1280, height: 900 });
  if (shots && scheme === "dark") await page.screenshot({ path: join(shots, "dark.png") });
  const poor = await page.evaluate(() => {
    const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) => {
      const [r, g, b] = numbers(colour).map((n) => n / 255).map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        const [, , , alpha = 1] = numbers(colour);
        if (alpha === 1) return colour;
      }
      return "rgb(255, 255, 255)";
    };
    const seen = new Map();
    for (const element of document.body.querySelectorAll("*")) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (!own || element.closest("svg, script, style, .unseen, .skip, [hidden]")) continue;
      const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) seen.set(`${element.tagName}.${element.className}`, ratio.toFixed(2));
    }
    return [...seen].map(([name, ratio]) => `${name} ${ratio}`);
  });
  check(`${scheme}: contrast is AA`, poor.length === 0, poor.slice(0, 8).join("; "));
  await page.close();
}

async function paper() {
  const { page } = await opened(context);
  await page.emulateMedia({ media: "print" });
  check("filters are not printed", !(await page.locator("aside").isVisible()));
  check("disputes are printed", await page.locator("article.dispute").first().isVisible());
  await page.emulateMedia({ media: null });
  const pdf = await page.pdf(shots ? { path: join(shots, "print.pdf"), format: "A4" } : { format: "A4" });
  check("it prints", pdf.length > 10_000, pdf.length);
  await page.close();
}

async function withoutScript() {
  const page = await scriptless.newPage();
  await page.goto(address);
  const disputes = await page.locator("article.dispute").count();
  check("without script every dispute is there", disputes > 0 && (await page.locator("article.dispute:visible").count()) === disputes);
  check("without script the filters stay away", !(await page.locator("#filters").isVisible()));
  await page.locator("article.dispute details > summary").first().click();
  check("without script details open", (await page.locator("article.dispute details[open]").count()) > 0);
  await page.close();
}
