// name: contracts.without_successor
// question: Which services hang on a contract that ends with nothing behind it?
// why: Such a service goes on only if somebody acts. A service is listed where every contract that pays for it has
//   ended or ends by the day, and none of them is replaced by another.
// parameter by: date = as_of + 6 months -- The last day that is looked at.
// column service: id -- The service.
// column name: text -- Its name.
// column providers: list -- Names of those who run it.
// column contracts: list -- Ids of the contracts that pay for it.
// column last_end: date -- The day on which the last of them ends.
// column verdict: text -- at risk: all of them end by that day. not known: the end of one of them is not stated.
// identity: service
// remedy: Start a procurement or agree an extension; where the verdict is not known, find out when the contract ends.
// part: rows
MATCH (c:Contract)-[:FUNDS]->(s:Service)
WITH DISTINCT s, c, EXISTS { (:Contract)-[:REPLACES]->(c) } AS followed, CASE
    WHEN c.ends_latest <= $by THEN 'ends'
    WHEN c.ends_earliest > $by OR c.ends_state IN ['none', 'any'] THEN 'runs on'
    ELSE 'not known'
  END AS state
ORDER BY c.id
WITH s, collect(c.id) AS contracts, max(c.ends_latest) AS last_end, collect(state) AS states, collect(followed) AS followed
WHERE NOT true IN followed AND NOT 'runs on' IN states
OPTIONAL MATCH (p:Organisation)-[:PROVIDES]->(s)
WITH s, contracts, last_end, states, p ORDER BY p.name, p.id
WITH s, contracts, last_end, states, collect(DISTINCT p.name) AS providers
RETURN s.id AS service, s.name AS name, providers, contracts, last_end,
  CASE WHEN 'not known' IN states THEN 'not known' ELSE 'at risk' END AS verdict
ORDER BY verdict, last_end, service
// part: draw
MATCH (c:Contract)-[:FUNDS]->(s:Service)
WHERE coalesce(c.ends_latest <= $by, true) AND NOT EXISTS { (:Contract)-[:REPLACES]->(c) }
RETURN c.id AS source, 'Contract' AS source_label, c.name AS source_name, 'FUNDS' AS relationship,
  s.id AS target, 'Service' AS target_label, s.name AS target_name
// part: total
MATCH (:Contract)-[:FUNDS]->(s:Service)
RETURN count(DISTINCT s) AS total
