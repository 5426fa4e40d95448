// name: services.unfunded
// question: Which services are paid for by no contract that we know of?
// why: A service without a contract either is paid for in a way that nobody wrote down, or nobody pays. A service is
//   not known where some contract does not say what it pays for and its supplier runs this service.
// parameter as_of: date -- The day that is asked about; services that have closed by then are left out.
// column service: id -- The service.
// column name: text -- Its name.
// column providers: list -- Names of those who run it.
// column verdict: text -- unfunded: no contract pays for it. not known: one of `perhaps` may.
// column perhaps: list -- Ids of contracts with its provider that do not say what they pay for.
// identity: service
// remedy: Name the service in the contract's row, or add the contract; where nobody pays, tell the board.
// part: rows
MATCH (s:Service)
WHERE NOT EXISTS { (:Contract)-[:FUNDS]->(s) }
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
OPTIONAL MATCH (p:Organisation)-[:PROVIDES]->(s)
WITH s, p ORDER BY p.name, p.id
WITH s, collect(DISTINCT p.name) AS providers
OPTIONAL MATCH (c:Contract)-[:WITH]->(:Organisation)-[:PROVIDES]->(s)
WHERE NOT EXISTS { (c)-[:FUNDS]->(:Service) }
WITH s, providers, c ORDER BY c.id
WITH s, providers, collect(DISTINCT c.id) AS perhaps
RETURN s.id AS service, s.name AS name, providers,
  CASE WHEN size(perhaps) > 0 THEN 'not known' ELSE 'unfunded' END AS verdict, perhaps
ORDER BY verdict DESC, service
// part: draw
MATCH (s:Service)
WHERE NOT EXISTS { (:Contract)-[:FUNDS]->(s) }
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
OPTIONAL MATCH (p:Organisation)-[:PROVIDES]->(s)
RETURN coalesce(p.id, s.id) AS source, CASE WHEN p IS NULL THEN 'Service' ELSE 'Organisation' END AS source_label,
  coalesce(p.name, s.name) AS source_name, CASE WHEN p IS NULL THEN null ELSE 'PROVIDES' END AS relationship,
  CASE WHEN p IS NULL THEN null ELSE s.id END AS target, CASE WHEN p IS NULL THEN null ELSE 'Service' END AS target_label,
  CASE WHEN p IS NULL THEN null ELSE s.name END AS target_name
// part: total
MATCH (s:Service)
WHERE coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
RETURN count(s) AS total
