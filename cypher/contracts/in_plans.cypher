// name: contracts.in_plans
// question: Which milestones end a contract or wait for one, and do their days agree with the contract's?
// why: A plan that ends a contract on another day than the contract itself, or that counts on one before it begins, is wrong
//   in one of the two places. Forecasts count where findings refresh wrote them, else the promised finish.
// column contract: id -- The contract.
// column name: text -- Its name.
// column milestone: id -- The milestone.
// column milestone_name: text -- Its name.
// column link: text -- ends: the milestone ends it. waits: the milestone waits until it has begun.
// column contract_day: date -- Its last day, or where the milestone waits its first (the latest that it can be).
// column milestone_day: date -- The day on which the milestone is done (the latest that it can be).
// column verdict: text -- agrees: one ends the other on its last day; or it is done on the contract's first day or later.
//   earlier: the milestone is done before that day. later: it ends the contract after its last day. not known: one of the
//   two days is not stated, or not exactly enough.
// identity: contract, milestone, link
// remedy: Correct the one that is wrong. Later: the contract has to be extended, or ends by itself before.
// part: rows
CALL () {
  MATCH (m:Milestone)-[:ENDS]->(c:Contract)
  RETURN m, c, 'ends' AS link, c.ends_earliest AS first, c.ends_latest AS last
  UNION
  MATCH (m:Milestone)<-[:BLOCKS]-(:Dependency)-[:NEEDS]->(c:Contract)
  RETURN m, c, 'waits' AS link, c.starts_earliest AS first, c.starts_latest AS last
}
WITH DISTINCT m, c, link, first, last
OPTIONAL MATCH (f:Forecast)-[:FORECASTS]->(m)
WITH m, c, link, first, last, substring(max(f.early_finish), 0, 10) AS forecast
WITH m, c, link, first, last, coalesce(forecast, m.actual_finish_earliest, m.planned_finish_earliest) AS least,
  coalesce(forecast, m.actual_finish_latest, m.planned_finish_latest) AS most
RETURN c.id AS contract, c.name AS name, m.id AS milestone, m.name AS milestone_name, link, last AS contract_day,
  most AS milestone_day, CASE
    WHEN most < first THEN 'earlier'
    WHEN link = 'ends' AND least > last THEN 'later'
    WHEN link = 'ends' AND least = most AND first = last AND most = last THEN 'agrees'
    WHEN link = 'waits' AND least >= last THEN 'agrees'
    ELSE 'not known'
  END AS verdict
ORDER BY contract, milestone, link
// part: draw
CALL () {
  MATCH (m:Milestone)-[:ENDS]->(c:Contract)
  RETURN m, c, 'ENDS' AS link
  UNION
  MATCH (m:Milestone)<-[:BLOCKS]-(:Dependency)-[:NEEDS]->(c:Contract)
  RETURN m, c, 'WAITS_FOR' AS link
}
RETURN DISTINCT m.id AS source, 'Milestone' AS source_label, m.name AS source_name, link AS relationship,
  c.id AS target, 'Contract' AS target_label, c.name AS target_name
// part: total
CALL () {
  MATCH (m:Milestone)-[:ENDS]->(c:Contract)
  RETURN m, c, 'ends' AS link
  UNION
  MATCH (m:Milestone)<-[:BLOCKS]-(:Dependency)-[:NEEDS]->(c:Contract)
  RETURN m, c, 'waits' AS link
}
WITH DISTINCT m, c, link
RETURN count(*) AS total
