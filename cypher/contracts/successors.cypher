// name: contracts.successors
// question: What replaces which contract, and do the two run at once?
// why: A successor that begins while the old contract runs is paid twice for a time; one that begins after it leaves days
//   without a contract, even if only one. How many days it is, and what hangs on it, says the command contracts.
// column contract: id -- The contract that is replaced.
// column name: text -- Its name.
// column ends: date -- Its last day (the latest that it can be).
// column successor: id -- The contract that replaces it.
// column successor_name: text -- The successor's name.
// column starts: date -- The successor's first day (the earliest that it can be).
// column verdict: text -- at once: it begins on the old contract's last day or before. after: it begins later. not known:
//   one of the two days is not stated, or not exactly enough.
// column left_out: list -- Ids of services for which the old one pays and the successor does not; nothing where the
//   successor states none.
// identity: contract, successor
// remedy: At once: agree from when the old one is paid no more. After: see pathway-graph contracts. Not known: ask for
//   the day.
// part: rows
MATCH (n:Contract)-[:REPLACES]->(c:Contract)
WITH DISTINCT c, n
OPTIONAL MATCH (c)-[:FUNDS]->(s:Service)
  WHERE EXISTS { (n)-[:FUNDS]->(:Service) } AND NOT EXISTS { (n)-[:FUNDS]->(s) }
WITH c, n, s ORDER BY s.id
WITH c, n, collect(DISTINCT s.id) AS left_out
RETURN c.id AS contract, c.name AS name, c.ends_latest AS ends, n.id AS successor, n.name AS successor_name,
  n.starts_earliest AS starts, CASE
    WHEN n.starts_latest <= c.ends_earliest THEN 'at once'
    WHEN n.starts_earliest > c.ends_latest THEN 'after'
    ELSE 'not known'
  END AS verdict, left_out
ORDER BY contract, successor
// part: draw
MATCH (n:Contract)-[:REPLACES]->(c:Contract)
RETURN n.id AS source, 'Contract' AS source_label, n.name AS source_name, 'REPLACES' AS relationship,
  c.id AS target, 'Contract' AS target_label, c.name AS target_name
// part: total
MATCH (n:Contract)-[:REPLACES]->(c:Contract)
WITH DISTINCT n, c
RETURN count(*) AS total
