// name: quality.reported
// question: What do the papers themselves assert?
// why: What a paper asserts is not a fact of the landscape; it is set beside what is computed, with the place where it
//   stands.
// parameter kind: text = nothing -- gap, duplicate, handoff, delay or strength; nothing = all.
// column reported: id -- The claim.
// column kind: text -- What it asserts.
// column words: text -- What the paper asserts, in our words.
// column about: list -- Names of what it speaks of.
// column stated_in: list -- Titles of the documents.
// column locators: list -- Where in them.
// column verdict: text -- testable: it speaks of something that is in the graph. not known: it does not say of what.
// identity: reported
// remedy: Look whether the graph shows the same; where it does not say of what it speaks, find out.
// part: rows
MATCH (r:Reported)
WHERE coalesce(r.kind, '') <> 'rule' AND ($kind IS NULL OR r.kind = $kind)
OPTIONAL MATCH (r)-[:ABOUT]->(n)
WITH r, n ORDER BY n.name, n.id
WITH r, collect(DISTINCT n.name) AS about
OPTIONAL MATCH (r)-[w:STATED_IN]->(d:Document)
WITH r, about, w, d ORDER BY d.id, w.locator
WITH r, about, collect(DISTINCT coalesce(d.title, d.name, d.id)) AS stated_in, collect(DISTINCT w.locator) AS locators
RETURN r.id AS reported, r.kind AS kind, r.words AS words, about, stated_in, locators,
  CASE WHEN size(about) = 0 THEN 'not known' ELSE 'testable' END AS verdict
ORDER BY kind, reported
// part: draw
MATCH (r:Reported)
WHERE coalesce(r.kind, '') <> 'rule' AND ($kind IS NULL OR r.kind = $kind)
OPTIONAL MATCH (r)-[:ABOUT]->(n:Service|Function|Area|Need)
RETURN r.id AS source, 'Reported' AS source_label, coalesce(r.name, r.words) AS source_name,
  CASE WHEN n IS NULL THEN null ELSE 'ABOUT' END AS relationship, n.id AS target, labels(n)[0] AS target_label,
  n.name AS target_name
// part: total
MATCH (r:Reported)
WHERE coalesce(r.kind, '') <> 'rule'
RETURN count(r) AS total
