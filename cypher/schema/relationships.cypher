// name: schema.relationships
// question: How is what is in the graph connected?
// why: It shows which relationships there are to ask by, from what to what, and how many.
// column source: text -- The label that it starts from.
// column relationship: text -- Its type.
// column target: text -- The label that it leads to.
// column many: whole, relationships -- How many there are.
// column properties: list -- The properties that occur on them.
// identity: source, relationship, target
// remedy: A relationship that should be here and is not: the column that makes it was empty.
// part: rows
MATCH (a)-[r]->(b)
WITH CASE WHEN a:Organisation THEN 'Organisation' ELSE labels(a)[0] END AS source, r,
  CASE WHEN b:Organisation THEN 'Organisation' ELSE labels(b)[0] END AS target
UNWIND CASE WHEN size(keys(r)) = 0 THEN [null] ELSE keys(r) END AS key
WITH source, r, target, key ORDER BY key
RETURN source, type(r) AS relationship, target, count(DISTINCT r) AS many, collect(DISTINCT key) AS properties
ORDER BY source, relationship, target
// part: draw
MATCH (a)-[r]->(b)
RETURN DISTINCT CASE WHEN a:Organisation THEN 'Organisation' ELSE labels(a)[0] END AS source,
  CASE WHEN a:Organisation THEN 'Organisation' ELSE labels(a)[0] END AS source_label,
  CASE WHEN a:Organisation THEN 'Organisation' ELSE labels(a)[0] END AS source_name, type(r) AS relationship,
  CASE WHEN b:Organisation THEN 'Organisation' ELSE labels(b)[0] END AS target,
  CASE WHEN b:Organisation THEN 'Organisation' ELSE labels(b)[0] END AS target_label,
  CASE WHEN b:Organisation THEN 'Organisation' ELSE labels(b)[0] END AS target_name
// part: total
MATCH (a)-[r]->(b)
WITH DISTINCT CASE WHEN a:Organisation THEN 'Organisation' ELSE labels(a)[0] END AS source, type(r) AS relationship,
  CASE WHEN b:Organisation THEN 'Organisation' ELSE labels(b)[0] END AS target
RETURN count(*) AS total
