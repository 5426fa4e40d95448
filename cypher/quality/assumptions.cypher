// name: quality.assumptions
// question: What rests on an assumption of ours?
// why: Whatever is computed from it is no better than the assumption; every finding that uses it says so.
// column label: text -- What sort of thing it is.
// column id: id -- Which one.
// column field: text -- The field that is assumed; (whole row) where all of it is.
// column name: text -- Its name.
// column documents: list -- Titles of the documents of assumptions.
// column locators: list -- Where in them.
// column also_stated: yes/no -- A source states the same field, or the whole row, too.
// identity: label, id, field
// remedy: Ask somebody who knows, and put the answer in the assumption's place.
// part: rows
MATCH (d:Document {kind: 'assumption'})<-[w:STATED_IN]-(n)
WITH n, coalesce(w.field, '(whole row)') AS field, d, w ORDER BY d.id, w.locator
WITH n, field, collect(DISTINCT coalesce(d.title, d.name, d.id)) AS documents, collect(DISTINCT w.locator) AS locators
OPTIONAL MATCH (n)-[x:STATED_IN]->(e:Document)
WHERE coalesce(e.kind, 'source') <> 'assumption' AND coalesce(x.field, '(whole row)') = field
WITH n, field, documents, locators, count(x) AS also
RETURN CASE WHEN n:Organisation THEN 'Organisation' ELSE labels(n)[0] END AS label, n.id AS id, field, n.name AS name,
  documents, locators, also > 0 AS also_stated
ORDER BY label, id, field
// part: draw
MATCH (n)-[w:STATED_IN]->(d:Document {kind: 'assumption'})
RETURN DISTINCT n.id AS source, CASE WHEN n:Organisation THEN 'Organisation' ELSE labels(n)[0] END AS source_label,
  coalesce(n.name, n.id) AS source_name, 'STATED_IN' AS relationship, d.id AS target, 'Document' AS target_label,
  coalesce(d.title, d.name, d.id) AS target_name
// part: total
MATCH (n)-[w:STATED_IN]->(:Document)
WITH DISTINCT n, coalesce(w.field, '(whole row)') AS field
RETURN count(*) AS total
