// name: quality.unsourced
// question: What do we say without saying where it comes from?
// why: A board will ask who says so. The ledger knows the cell of every fact; this is about the document behind it.
// column label: text -- What sort of thing it is.
// column id: id -- Which one.
// column name: text -- Its name.
// column verdict: text -- none: no document is named. in part: only single fields of it name one.
// column fields: list -- The fields that name a document, where only some do.
// identity: label, id
// remedy: Fill in `stated_in` and `locator`; what nobody has written down goes into a document of kind assumption.
// part: rows
MATCH (n)
WHERE NOT n:Document AND NOT n:_Meta AND NOT n:Finding AND NOT n:Forecast
OPTIONAL MATCH (n)-[w:STATED_IN]->(:Document)
WITH n, count(w) AS stated, collect(w.field) AS told
WHERE size(told) = stated
UNWIND CASE WHEN stated = 0 THEN [null] ELSE told END AS field
WITH DISTINCT n, stated, field ORDER BY field
WITH n, stated, collect(field) AS fields
RETURN CASE WHEN n:Organisation THEN 'Organisation' ELSE labels(n)[0] END AS label, n.id AS id, n.name AS name,
  CASE WHEN stated > 0 THEN 'in part' ELSE 'none' END AS verdict, fields
ORDER BY label, id
// part: draw
MATCH (n)
WHERE NOT n:Document AND NOT n:_Meta AND NOT n:Finding AND NOT n:Forecast
  AND NOT EXISTS { (n)-[:STATED_IN]->(:Document) }
RETURN n.id AS source, CASE WHEN n:Organisation THEN 'Organisation' ELSE labels(n)[0] END AS source_label,
  coalesce(n.name, n.id) AS source_name, null AS relationship, null AS target, null AS target_label, null AS target_name
// part: total
MATCH (n)
WHERE NOT n:Document AND NOT n:_Meta AND NOT n:Finding AND NOT n:Forecast
RETURN count(n) AS total
