// Visits pages with Chromium as people do, and says as JSON what happened there.
// usage: node visit.cjs CHROMIUM FILE [FILE ...]
"use strict";
const { readFileSync } = require("node:fs");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function keys(page) {
  const boxes = page.locator("g.box[role=button]");
  if (!(await boxes.count())) return null;
  const at = () => page.evaluate(() => {
    const box = document.activeElement.closest("g.box");
    if (!box) return null;
    const place = box.getBoundingClientRect();
    return { id: box.dataset.id, x: place.x + place.width / 2, y: place.y + place.height / 2 };
  });
  const walk = [];
  await page.locator('g.box[tabindex="0"]').first().focus();
  await page.keyboard.press("Home");
  walk.push(["Home", await at()]);
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End"]) {
    const from = await at();
    await page.keyboard.press(key);
    const to = await at();
    walk.push([key, to, to && from ? [to.x - from.x, to.y - from.y] : null]);
  }
  await page.keyboard.press("Enter");
  const chosen = await page.locator("#details h2").textContent();
  const address = new URL(page.url()).hash;
  const tabs = await page.locator('g.box[tabindex="0"]').count();
  return { walk, chosen, address, tabs };
}

// walks with the arrow keys from the first box to every box that they lead to
async function reach(page) {
  const mark = () => page.evaluate(() => {
    const boxes = [...document.querySelectorAll("g.box")], box = document.activeElement.closest("g.box");
    return box ? boxes.indexOf(box) : -1;
  });
  await page.locator('g.box[tabindex="0"]').first().focus();
  await page.keyboard.press("Home");
  const first = await mark(), seen = new Set([first]), waiting = [first];
  while (waiting.length) {
    const from = waiting.pop();
    for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]) {
      await page.evaluate((n) => document.querySelectorAll("g.box")[n].focus(), from);
      await page.keyboard.press(key);
      const to = await mark();
      if (!seen.has(to)) { seen.add(to); waiting.push(to); }
    }
  }
  return { reached: seen.size, boxes: await page.locator("g.box").count() };
}

// tries what an intruder would try, and says what the page's policy stopped
async function intrude(page) {
  return page.evaluate(async () => {
    const stopped = [];
    document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
    const script = document.createElement("script"); script.textContent = "window.intruder = 1"; document.body.append(script);
    const image = document.createElement("img"); image.src = "https://example.invalid/a.png"; document.body.append(image);
    const style = document.createElement("style"); style.textContent = "body{display:none}"; document.head.append(style);
    await fetch("https://example.invalid/").catch(() => null);
    await new Promise((done) => setTimeout(done, 200));
    return { stopped: [...new Set(stopped)].sort(), intruder: window.intruder === 1 };
  });
}

async function search(page, words) {
  if (!(await page.locator("#find").count())) return null;
  await page.locator("#find").fill(words);
  const count = await page.locator("#count").textContent();
  const left = await page.locator("g.box:not(.dim)").count();
  await page.locator("#all").click();
  return { count, left, all: await page.locator("g.box:not(.dim)").count() };
}

async function names(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  return nodes.filter((node) => !node.ignored && node.name && node.name.value).map((node) => node.name.value);
}

async function visit(browser, file, script = true) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, javaScriptEnabled: script });
  const page = await context.newPage();
  const told = { file, requests: [], console: [], dialogs: [] };
  page.on("request", (request) => told.requests.push(request.url()));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) told.console.push(message.text()); });
  page.on("pageerror", (error) => told.console.push(String(error)));
  page.on("dialog", (dialog) => { told.dialogs.push(dialog.message()); dialog.dismiss(); });
  const started = Date.now();
  await page.goto(pathToFileURL(file).href);
  told.loaded = Date.now() - started;
  told.names = await names(page);
  if (!script) { await context.close(); return told; }
  told.paint = await page.evaluate(() => (performance.getEntriesByName("first-contentful-paint")[0] || {}).startTime);
  told.active = await page.evaluate(() => document.querySelectorAll("img, iframe, object, embed, [onerror], [onload], [onclick], [onmouseover]").length
    + [...document.querySelectorAll("[href]")].filter((link) => /^\s*javascript:/i.test(link.getAttribute("href"))).length);
  told.keys = await keys(page);
  told.search = await search(page, "crisis");
  // the page of 5,000 names is about what they do, not about its looks: axe would weigh each of 10,000 cells
  for (const [width, name] of file.endsWith("hostile.html") ? [] : [[1400, "wide"], [360, "narrow"]]) {
    await page.setViewportSize({ width, height: 800 });
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
    await page.evaluate(axe);
    const found = await page.evaluate((chosen) => axe.run(document, { runOnly: { type: "tag", values: chosen } }), tags);
    told[name] = { scrolls, rules: found.passes.length, violations: found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`) };
  }
  if (file.endsWith("county.html")) {
    told.reach = await reach(page);
    const [asked, said] = [told.requests.slice(), told.console.slice()];
    told.intrusion = await intrude(page);
    [told.requests, told.console] = [asked, said];
  }
  await page.emulateMedia({ forcedColors: "active" });
  told.forced = await page.evaluate(() => { const box = document.querySelector("g.box > :first-child"); return box ? getComputedStyle(box).stroke : null; });
  await context.close();
  return told;
}

(async () => {
  const [, , executablePath, ...files] = process.argv;
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const told = [];
  try {
    for (const file of files) told.push(await visit(browser, file));
    told.push(await visit(browser, files[0], false));
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(told));
})().catch((error) => { console.error(error); process.exit(1); });
