// name: milestones.chain
// question: What does a milestone wait for, step by step?
// why: What is needed for it may itself wait for something. Links are followed up to eight steps back; which of them
//   decides the date is answered by `critical-path`, not here.
// parameter milestone: id -- The milestone that is asked about.
// column needed: id -- What is waited for.
// column label: text -- Milestone, Contract or Service; Dependency for a promise from outside that names nothing.
// column name: text -- Its name.
// column steps: whole, steps -- How many links away it is, at the least.
// column due: date -- When it is promised: its finish, its start (contract), its opening (service), the promise.
// column owner: text -- The role that answers for it.
// column verdict: text -- done. promised: a day is stated. not known: none is.
// identity: label, needed
// remedy: Where no day is stated, ask for one: everything behind it rests on an unknown date.
// part: rows
MATCH (m:Milestone {id: $milestone})
CALL (m) {
  MATCH p = (m) ((:Milestone)<-[:BLOCKS]-(:Dependency)-[:NEEDS]->(:Milestone)){0,7} (x:Milestone)<-[:BLOCKS]-(d:Dependency)-[:NEEDS]->(n)
  RETURN n, length(p) / 2 AS steps
  UNION
  MATCH p = (m) ((:Milestone)<-[:BLOCKS]-(:Dependency)-[:NEEDS]->(:Milestone)){0,7} (x:Milestone)<-[:BLOCKS]-(n:Dependency)
  WHERE NOT EXISTS { (n)-[:NEEDS]->() }
  RETURN n, length(p) / 2 + 1 AS steps
}
WITH n, min(steps) AS steps,
  CASE WHEN n:Milestone THEN 'Milestone' WHEN n:Contract THEN 'Contract' WHEN n:Service THEN 'Service' ELSE 'Dependency' END AS label
WITH n, steps, label,
  coalesce(n.planned_finish_latest, n.starts_latest, n.opens_latest, n.promised_latest) AS due
RETURN n.id AS needed, label, coalesce(n.name, n.id) AS name, steps, due, n.owner AS owner,
  CASE
    WHEN n.actual_finish IS NOT NULL OR n.percent_complete >= 100 OR n.status = 'met' THEN 'done'
    WHEN due IS NULL THEN 'not known'
    ELSE 'promised'
  END AS verdict
ORDER BY steps, label, needed
// part: draw
MATCH (m:Milestone {id: $milestone}) ((:Milestone)<-[:BLOCKS]-(:Dependency)-[:NEEDS]->(:Milestone)){0,7} (x:Milestone)<-[:BLOCKS]-(d:Dependency)
OPTIONAL MATCH (d)-[:NEEDS]->(n)
RETURN DISTINCT x.id AS source, 'Milestone' AS source_label, x.name AS source_name, 'WAITS_FOR' AS relationship,
  coalesce(n.id, d.id) AS target,
  CASE WHEN n:Milestone THEN 'Milestone' WHEN n:Contract THEN 'Contract' WHEN n:Service THEN 'Service' ELSE 'Dependency' END AS target_label,
  coalesce(n.name, d.name, d.id) AS target_name
// part: total
MATCH (d:Dependency)
OPTIONAL MATCH (d)-[:NEEDS]->(n)
WITH DISTINCT coalesce(n, d) AS needed
RETURN count(needed) AS total
