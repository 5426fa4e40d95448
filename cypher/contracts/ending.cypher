// name: contracts.ending
// question: Which contracts end by a given day, and what follows them?
// why: A contract that ends with nothing behind it puts the services that it pays for at risk. Options to extend are
//   told and not counted: somebody has to take them. Contracts that have ended are shown only while they pay for a
//   service and nothing replaces them.
// parameter as_of: date -- The day that is asked about.
// parameter by: date = as_of + 6 months -- The last day that is looked at.
// column contract: id -- The contract.
// column name: text -- Its name.
// column suppliers: list -- Names of those who supply.
// column services: list -- Ids of the services that it pays for.
// column ends: date -- Its last day (the latest that it can be, where it is not stated exactly).
// column verdict: text -- ended: already. ends: by that day. may end: perhaps by that day, it is not stated exactly.
//   not known: no end is stated.
// column extend_to: date -- Its last day with all options taken.
// column followed_by: list -- Ids of the contracts that replace it.
// column annual_value: number, GBP a year -- Its value a year, where stated.
// identity: contract
// remedy: Decide whether to extend, procure or end it; where the end is not known, ask the contract's owner for it.
// part: rows
MATCH (c:Contract)
WITH c, CASE
    WHEN c.ends_latest < $as_of THEN 'ended'
    WHEN c.ends_latest <= $by THEN 'ends'
    WHEN c.ends_earliest <= $by THEN 'may end'
    WHEN c.ends_latest IS NULL AND c.ends_earliest IS NULL AND NOT coalesce(c.ends_state IN ['none', 'any'], false)
      THEN 'not known'
  END AS verdict
WHERE verdict <> 'ended'
  OR (EXISTS { (c)-[:FUNDS]->(:Service) } AND NOT EXISTS { (:Contract)-[:REPLACES]->(c) })
OPTIONAL MATCH (c)-[:WITH]->(o:Organisation)
WITH c, verdict, o ORDER BY o.name, o.id
WITH c, verdict, collect(DISTINCT o.name) AS suppliers
OPTIONAL MATCH (c)-[:FUNDS]->(s:Service)
WITH c, verdict, suppliers, s ORDER BY s.id
WITH c, verdict, suppliers, collect(DISTINCT s.id) AS services
OPTIONAL MATCH (next:Contract)-[:REPLACES]->(c)
WITH c, verdict, suppliers, services, next ORDER BY next.id
WITH c, verdict, suppliers, services, collect(DISTINCT next.id) AS followed_by
RETURN c.id AS contract, c.name AS name, suppliers, services, coalesce(c.ends_latest, c.ends_earliest) AS ends, verdict,
  c.extend_to_latest AS extend_to, followed_by, c.annual_value AS annual_value
ORDER BY ends, contract
// part: draw
MATCH (c:Contract)
WHERE coalesce(c.ends_earliest, c.ends_latest) <= $by
OPTIONAL MATCH (c)-[:FUNDS]->(s:Service)
RETURN c.id AS source, 'Contract' AS source_label, c.name AS source_name,
  CASE WHEN s IS NULL THEN null ELSE 'FUNDS' END AS relationship, s.id AS target,
  CASE WHEN s IS NULL THEN null ELSE 'Service' END AS target_label, s.name AS target_name
// part: total
MATCH (c:Contract)
RETURN count(c) AS total
