// name: contracts.by_quarter
// question: How much money ends in each quarter, and how much of it has nothing behind it?
// why: It shows when the procurement work comes. Only the yearly values that are stated are added up; those worked out from a
//   whole value and a term are in pathway-graph contracts.
// parameter as_of: date -- The day that is asked about; what has ended before it is left out.
// column quarter: text -- The quarter of the financial year (April to March) in which they end: 2018/19 Q1; nothing where
//   that is not known.
// column contracts: list -- Ids of the contracts.
// column annual_value: number, GBP a year -- The sum of the values that are stated.
// column without_value: whole, contracts -- How many of them state no yearly value.
// column without_successor: whole, contracts -- How many of them no other contract replaces.
// column verdict: text -- ends: in that quarter. not known: the last day is not stated, or may lie in several quarters.
// identity: quarter
// remedy: Plan the procurements for the quarters before; ask for the days that are not known.
// part: rows
MATCH (c:Contract)
WHERE coalesce(c.ends_latest >= $as_of, NOT coalesce(c.ends_state IN ['none', 'any'], false))
WITH c, [d IN [c.ends_earliest, c.ends_latest] | CASE WHEN d IS NOT NULL THEN
    [toInteger(substring(d, 0, 4)), toInteger(substring(d, 5, 2))] END] AS days
WITH c, [d IN days | CASE WHEN d[1] > 3 THEN [d[0], (d[1] - 1) / 3] ELSE [d[0] - 1, 4] END] AS quarters
WITH c, CASE WHEN c.ends_earliest IS NOT NULL AND c.ends_latest IS NOT NULL
    AND quarters[0][0] = quarters[1][0] AND quarters[0][1] = quarters[1][1] THEN quarters[0] END AS q
ORDER BY c.id
WITH CASE WHEN q IS NOT NULL THEN toString(q[0]) + '/' + right('0' + toString((q[0] + 1) % 100), 2) + ' Q' + toString(q[1]) END
    AS quarter, collect(c.id) AS contracts, sum(c.annual_value) AS annual_value, count(c) - count(c.annual_value) AS without_value,
  sum(CASE WHEN EXISTS { (:Contract)-[:REPLACES]->(c) } THEN 0 ELSE 1 END) AS without_successor
RETURN quarter, contracts, annual_value, without_value, without_successor,
  CASE WHEN quarter IS NULL THEN 'not known' ELSE 'ends' END AS verdict
ORDER BY quarter
// part: draw
MATCH (c:Contract)
WHERE coalesce(c.ends_latest >= $as_of, NOT coalesce(c.ends_state IN ['none', 'any'], false))
OPTIONAL MATCH (c)-[:FUNDS]->(s:Service)
RETURN DISTINCT c.id AS source, 'Contract' AS source_label, c.name AS source_name,
  CASE WHEN s IS NULL THEN null ELSE 'FUNDS' END AS relationship, s.id AS target,
  CASE WHEN s IS NULL THEN null ELSE 'Service' END AS target_label, s.name AS target_name
// part: total
MATCH (c:Contract)
RETURN count(c) AS total
