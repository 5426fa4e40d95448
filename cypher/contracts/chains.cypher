// name: contracts.chains
// question: What follows each contract in the end, and until when is the whole chain let?
// why: A successor may itself have one. Whoever looks only one step ahead sees an end where there is none, or none where the
//   chain breaks off. Chains are followed up to eight contracts on.
// column contract: id -- The contract with which a chain begins: it replaces none.
// column name: text -- Its name.
// column ends: date -- Its last day (the latest that it can be).
// column last: id -- The contract with which the chain ends: none replaces it.
// column last_name: text -- Its name.
// column steps: whole, contracts -- How many contracts follow the first, at the most.
// column last_ends: date -- The last one's last day (the latest that it can be).
// column verdict: text -- ends: the last one states its last day. runs on: stated that it has none. not known: nothing is
//   stated.
// identity: contract, last
// remedy: Ends: that is the day before which a procurement has to be done; see pathway-graph contracts. Not known: ask.
// part: rows
MATCH p = (n:Contract)-[:REPLACES*1..8]->(c:Contract)
WHERE NOT EXISTS { (c)-[:REPLACES]->(:Contract) } AND NOT EXISTS { (:Contract)-[:REPLACES]->(n) }
WITH c, n, max(length(p)) AS steps
RETURN c.id AS contract, c.name AS name, c.ends_latest AS ends, n.id AS last, n.name AS last_name, steps,
  coalesce(n.ends_latest, n.ends_earliest) AS last_ends, CASE
    WHEN n.ends_latest IS NOT NULL OR n.ends_earliest IS NOT NULL THEN 'ends'
    WHEN n.ends_state IN ['none', 'any'] THEN 'runs on'
    ELSE 'not known'
  END AS verdict
ORDER BY last_ends, contract, last
// part: draw
MATCH (n:Contract)-[:REPLACES]->(c:Contract)
RETURN DISTINCT n.id AS source, 'Contract' AS source_label, n.name AS source_name, 'REPLACES' AS relationship,
  c.id AS target, 'Contract' AS target_label, c.name AS target_name
// part: total
MATCH (n:Contract)-[:REPLACES*1..8]->(c:Contract)
WHERE NOT EXISTS { (c)-[:REPLACES]->(:Contract) } AND NOT EXISTS { (:Contract)-[:REPLACES]->(n) }
WITH DISTINCT c, n
RETURN count(*) AS total
