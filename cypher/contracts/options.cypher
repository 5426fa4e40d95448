// name: contracts.options
// question: Which contracts may be extended, until when, and who has to be told how long before?
// why: An option that nobody takes in time is lost, and the contract ends on its last day. Options are never counted as taken.
//   The latest day to decide is worked out by pathway-graph contracts.
// parameter as_of: date -- The day that is asked about; contracts that have ended before it are left out.
// column contract: id -- The contract.
// column name: text -- Its name.
// column suppliers: list -- Names of those who supply.
// column ends: date -- Its last day without options (the latest that it can be).
// column extend_to: date -- Its last day with all options taken (the latest that it can be).
// column notice_months: number, months -- The notice that must be given.
// column followed_by: list -- Ids of the contracts that replace it; where there is one, an option may not be needed.
// column annual_value: number, GBP a year -- Its value a year, where stated.
// column verdict: text -- may be extended. no option: stated, or the day is that of its end. not known: it ends, and nothing is
//   said about options.
// identity: contract
// remedy: Decide before notice has to be given whether the option is taken; where it is not known, read the contract.
// part: rows
MATCH (c:Contract)
WHERE (c.ends_latest IS NOT NULL OR c.ends_earliest IS NOT NULL) AND coalesce(c.ends_latest >= $as_of, true)
OPTIONAL MATCH (c)-[:WITH]->(o:Organisation)
WITH c, o ORDER BY o.name, o.id
WITH c, collect(DISTINCT o.name) AS suppliers
OPTIONAL MATCH (n:Contract)-[:REPLACES]->(c)
WITH c, suppliers, n ORDER BY n.id
WITH c, suppliers, collect(DISTINCT n.id) AS followed_by
RETURN c.id AS contract, c.name AS name, suppliers, coalesce(c.ends_latest, c.ends_earliest) AS ends,
  c.extend_to_latest AS extend_to, c.notice_months AS notice_months, followed_by, c.annual_value AS annual_value, CASE
    WHEN c.extend_to_state = 'none' OR c.extend_to_latest <= c.ends_earliest THEN 'no option'
    WHEN c.extend_to_earliest > c.ends_latest OR c.extend_to_latest > c.ends_latest THEN 'may be extended'
    ELSE 'not known'
  END AS verdict
ORDER BY ends, contract
// part: draw
MATCH (c:Contract)
WHERE (c.ends_latest IS NOT NULL OR c.ends_earliest IS NOT NULL) AND coalesce(c.ends_latest >= $as_of, true)
OPTIONAL MATCH (c)-[:FUNDS]->(s:Service)
RETURN DISTINCT c.id AS source, 'Contract' AS source_label, c.name AS source_name,
  CASE WHEN s IS NULL THEN null ELSE 'FUNDS' END AS relationship, s.id AS target,
  CASE WHEN s IS NULL THEN null ELSE 'Service' END AS target_label, s.name AS target_name
// part: total
MATCH (c:Contract)
RETURN count(c) AS total
