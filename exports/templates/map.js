"use strict";
(() => {
  const page = document.documentElement, byId = (id) => document.getElementById(id);
  const { boxes: facts, links: ends } = JSON.parse(byId("facts").textContent);
  const touches = (link, id) => ends[link.dataset.id].includes(id);
  const boxes = [...document.querySelectorAll("g.box")], links = [...document.querySelectorAll("g.link")];
  const count = byId("count"), details = byId("details"), find = byId("find"), only = byId("only");
  const selects = [...document.querySelectorAll("select[data-fact]")];
  const plainId = (box) => box.dataset.id.replace(/ \(\d+\)$/, "");
  let zoom = 1, chosen = null;
  page.classList.add("scripted");
  for (const box of boxes) { box.setAttribute("role", "button"); box.setAttribute("tabindex", "-1"); box.setAttribute("aria-pressed", "false"); }
  const shown = () => boxes.filter((box) => !box.classList.contains("dim"));
  const roving = (box) => { for (const other of boxes) other.setAttribute("tabindex", "-1"); if (box) box.setAttribute("tabindex", "0"); };
  const values = (box, name) => (facts[plainId(box)] || { facts: {} }).facts[name] || [];

  function filter() {
    const words = find.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const box of boxes) {
      const text = box.getAttribute("aria-label").toLocaleLowerCase();
      const fits = words.every((word) => text.includes(word))
        && selects.every((select) => !select.value || values(box, select.dataset.fact).includes(select.value)
          || (select.value === "?" && !values(box, select.dataset.fact).length))
        && (!only.value || box.classList.contains(only.value) || (only.value === "faulty" && faulty(box)));
      box.classList.toggle("dim", !fits);
      box.setAttribute("aria-hidden", fits ? "false" : "true");
    }
    const left = new Set(shown().map(plainId));
    for (const link of links) link.classList.toggle("dim", !ends[link.dataset.id].every((id) => left.has(id)));
    const gaps = shown().filter((box) => box.classList.contains("gap")).length;
    count.textContent = `${new Set(shown().filter((box) => !box.classList.contains("gap")).map(plainId)).size} services and ${gaps} gaps shown.`;
    if (!shown().some((box) => box.getAttribute("tabindex") === "0")) roving(shown()[0]);
  }
  const faulty = (box) => links.some((link) => touches(link, plainId(box)));

  function put(tag, text, into) { const made = document.createElement(tag); made.textContent = text; into.append(made); return made; }
  function choose(box, told) {
    if (chosen) { chosen.classList.remove("chosen"); chosen.setAttribute("aria-pressed", "false"); }
    chosen = box; box.classList.add("chosen"); box.setAttribute("aria-pressed", "true"); roving(box);
    const id = plainId(box), known = facts[id];
    details.replaceChildren();
    put("h2", known.title, details);
    const list = put("dl", "", details);
    const told_ = [["What it is", known.kind], ...Object.entries(known.facts).map(([name, all]) => [name, all.join("; ") || "not stated"]), ["Stated", known.lines.join(" · ") || "not stated"]];
    const row = byId(known.row);
    if (row) {
      const heads = [...row.closest("table").querySelectorAll("thead th")].map((head) => head.textContent);
      [...row.children].forEach((cell, n) => { if (["Verdict", "Share", "In words", "Nearest", "Hours", "Ages", "Wait", "Status", "Stated in"].includes(heads[n])) told_.push([heads[n], cell.textContent]); });
    }
    for (const [name, text] of told_) { put("dt", name.charAt(0).toUpperCase() + name.slice(1), list); put("dd", text, list); }
    const own = links.filter((link) => touches(link, id));
    for (const link of links) link.classList.toggle("mine", own.includes(link));
    if (own.length) { put("h3", "Handoffs at risk", details); const all = put("ul", "", details); for (const link of own) put("li", link.getAttribute("aria-label"), all); }
    const way = put("a", "Its row in the table", put("p", "", details)); way.href = `#${known.row}`;
    if (told) history.replaceState(null, "", `#${known.row}`);
  }
  function follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    const box = boxes.find((one) => facts[plainId(one)] && facts[plainId(one)].row === id);
    if (box) { choose(box, false); if (!byId(id)) box.scrollIntoView({ block: "center", inline: "center" }); }
  }
  function step(from, key) {
    const a = from.getBoundingClientRect(), ax = a.x + a.width / 2, ay = a.y + a.height / 2;
    const across = key === "ArrowLeft" || key === "ArrowRight", sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    let best = null, least = Infinity;
    for (const box of shown()) {
      const b = box.getBoundingClientRect(), dx = b.x + b.width / 2 - ax, dy = b.y + b.height / 2 - ay;
      const on = sign * (across ? dx : dy), off = Math.abs(across ? dy : dx);
      if (on > 2 && on + 3 * off < least) { least = on + 3 * off; best = box; }
    }
    return best;
  }
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest && event.target.closest("g.box");
    if (!box) return;
    const all = shown();
    const next = event.key.startsWith("Arrow") ? step(box, event.key) : event.key === "Home" ? all[0] : event.key === "End" ? all.at(-1) : null;
    if (next) { roving(next); next.focus(); next.scrollIntoView({ block: "nearest", inline: "nearest" }); event.preventDefault(); }
    if (event.key === "Enter" || event.key === " ") { choose(box, true); event.preventDefault(); }
  });
  document.addEventListener("click", (event) => { const box = event.target.closest("g.box"); if (box) choose(box, true); });
  function resize(by) {
    zoom = by === 0 ? 1 : Math.min(4, Math.max(0.5, zoom * by));
    for (const svg of document.querySelectorAll(".picture > svg")) svg.style.width = `${zoom * 100}%`;
  }
  byId("larger").addEventListener("click", () => resize(1.25));
  byId("smaller").addEventListener("click", () => resize(0.8));
  byId("whole").addEventListener("click", () => resize(0));
  byId("print").addEventListener("click", () => window.print());
  for (const control of [find, only, ...selects]) control.addEventListener("input", filter);
  byId("all").addEventListener("click", () => { find.value = only.value = ""; for (const select of selects) select.value = ""; filter(); find.focus(); });
  window.addEventListener("hashchange", follow);
  filter(); follow();
})();
