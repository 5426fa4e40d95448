// name: schema.labels
// question: What is in the graph, and how much of it?
// why: It is the first look at a landscape that somebody else has loaded. An organisation counts under each of its roles,
//   too.
// column label: text -- The label.
// column nodes: whole, nodes -- How many nodes carry it.
// column properties: list -- The properties that occur on them, in the order of the alphabet.
// column unnamed: whole, nodes -- How many of them have no name.
// identity: label
// remedy: A label that should be here and is not: its sheet was empty, or was not loaded.
// part: rows
MATCH (n)
WHERE NOT n:_Meta
UNWIND labels(n) AS label
WITH label, keys(n) AS keys, count(*) AS many, sum(CASE WHEN n.name IS NULL THEN 1 ELSE 0 END) AS unnamed
WITH label, sum(many) AS nodes, sum(unnamed) AS unnamed, collect(keys) AS sets
UNWIND sets AS keys
UNWIND keys AS key
WITH DISTINCT label, nodes, unnamed, key ORDER BY key
RETURN label, nodes, collect(key) AS properties, unnamed
ORDER BY label
// part: draw
MATCH (a)-[r]->(b)
RETURN DISTINCT CASE WHEN a:Organisation THEN 'Organisation' ELSE labels(a)[0] END AS source,
  CASE WHEN a:Organisation THEN 'Organisation' ELSE labels(a)[0] END AS source_label,
  CASE WHEN a:Organisation THEN 'Organisation' ELSE labels(a)[0] END AS source_name, type(r) AS relationship,
  CASE WHEN b:Organisation THEN 'Organisation' ELSE labels(b)[0] END AS target,
  CASE WHEN b:Organisation THEN 'Organisation' ELSE labels(b)[0] END AS target_label,
  CASE WHEN b:Organisation THEN 'Organisation' ELSE labels(b)[0] END AS target_name
// part: total
MATCH (n)
WHERE NOT n:_Meta
UNWIND labels(n) AS label
RETURN count(DISTINCT label) AS total
