// name: milestones.openings
// question: Which services open after their day, or after the contract before them has ended?
// why: The plan knows when a service opens, the contract knows when the old one ends, and nobody sets the two beside each
//   other. A forecast counts where findings refresh wrote one, else the promised finish of the last milestone that opens
//   the service. Services that open in time are left out.
// column service: id -- The service.
// column name: text -- Its name.
// column milestones: list -- Ids of the milestones that open it.
// column opens: date -- The day on which the last of them is done (the latest that it can be).
// column stated: date -- The day on which the service is to open, as stated.
// column contract: id -- The contract that the service's own replaces.
// column ends: date -- That contract's last day (the earliest that it can be).
// column verdict: text -- after the contract: on the old contract's last day it is not open. after its day: it opens later
//   than stated. not known: a milestone has no day, or neither of the other two is stated.
// identity: service, contract
// remedy: Extend the old contract or bring the milestone forward: critical-path --to it says what drives it.
// part: rows
MATCH (m:Milestone)-[:MOBILISES]->(s:Service)
WITH DISTINCT m, s
OPTIONAL MATCH (f:Forecast)-[:FORECASTS]->(m)
WITH s, m, coalesce(substring(max(f.early_finish), 0, 10), m.actual_finish_latest, m.planned_finish_latest) AS day
ORDER BY m.id
WITH s, collect(m.id) AS milestones, max(day) AS last, count(m) = count(day) AS dated
OPTIONAL MATCH (s)<-[:FUNDS]-(:Contract)-[:REPLACES]->(k:Contract)
WITH DISTINCT s, milestones, last, dated, k
WITH s, milestones, k, CASE WHEN dated THEN last END AS opens, s.opens_latest AS stated,
  coalesce(k.ends_earliest, k.ends_latest) AS ends
WITH s, milestones, k, opens, stated, ends, CASE
    WHEN opens IS NULL OR (stated IS NULL AND ends IS NULL) THEN 'not known'
    WHEN opens > ends THEN 'after the contract'
    WHEN opens > stated THEN 'after its day'
  END AS verdict
WHERE verdict IS NOT NULL
RETURN s.id AS service, s.name AS name, milestones, opens, stated, k.id AS contract, ends, verdict
ORDER BY service, contract
// part: draw
MATCH (m:Milestone)-[:MOBILISES]->(s:Service)
RETURN DISTINCT m.id AS source, 'Milestone' AS source_label, m.name AS source_name, 'MOBILISES' AS relationship,
  s.id AS target, 'Service' AS target_label, s.name AS target_name
// part: total
MATCH (:Milestone)-[:MOBILISES]->(s:Service)
WITH DISTINCT s
OPTIONAL MATCH (s)<-[:FUNDS]-(:Contract)-[:REPLACES]->(k:Contract)
WITH DISTINCT s, k
RETURN count(*) AS total
