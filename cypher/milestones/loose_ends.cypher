// name: milestones.loose_ends
// question: Which activities wait for nothing, or are waited for by nothing?
// why: What has no predecessor starts when somebody remembers it; what has no successor may slip without moving anything.
//   Finished, inactive and summary rows are left out; a link of a summary counts for its parts.
// column milestone: id -- The milestone or activity.
// column name: text -- Its name.
// column workstream: text -- Name of its workstream.
// column verdict: text -- no predecessor. no successor. neither. not known: all that it waits for is something from outside
//   that has no date.
// column owner: text -- The role that answers for it.
// identity: milestone
// remedy: Say what it waits for, or that it starts with the programme; and what waits for it. The last one of a programme
//   rightly has no successor.
// part: rows
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
WITH m, COUNT { (m)-[:PART_OF*0..]->(:Milestone)<-[:BLOCKS]-(:Dependency) } AS waits,
  COUNT { MATCH (m)-[:PART_OF*0..]->(:Milestone)<-[:BLOCKS]-(d:Dependency)
    WHERE d.promised_latest IS NULL AND coalesce(d.status <> 'met', true) AND NOT EXISTS { (d)-[:NEEDS]->() } } AS undated,
  EXISTS { (m)-[:PART_OF*0..]->(:Milestone)<-[:NEEDS]-(:Dependency)-[:BLOCKS]->(:Milestone) } AS drives
WITH m, CASE
    WHEN waits > 0 AND waits = undated THEN 'not known'
    WHEN waits > 0 AND drives THEN null
    WHEN waits > 0 THEN 'no successor'
    WHEN drives THEN 'no predecessor'
    ELSE 'neither'
  END AS verdict
WHERE verdict IS NOT NULL
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
WITH m, verdict, min(w.name) AS workstream
RETURN m.id AS milestone, m.name AS name, workstream, verdict, m.owner AS owner
ORDER BY verdict, milestone
// part: draw
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
OPTIONAL MATCH (m)-[:PART_OF*0..]->(:Milestone)<-[:BLOCKS]-(:Dependency)-[:NEEDS]->(n:Milestone)
RETURN m.id AS source, 'Milestone' AS source_label, m.name AS source_name,
  CASE WHEN n IS NULL THEN null ELSE 'WAITS_FOR' END AS relationship, n.id AS target,
  CASE WHEN n IS NULL THEN null ELSE 'Milestone' END AS target_label, n.name AS target_name
// part: total
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
RETURN count(m) AS total
