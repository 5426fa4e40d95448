// name: milestones.critical
// question: What decides the dates: which activities may not be a day later, and which have next to nothing to spare?
// why: These are the ones that a board has to watch. What is computed was written by findings refresh; until then nothing is
//   known. Finished, inactive and summary rows are left out.
// parameter within: number = 10 -- Working days to spare up to which an activity counts as near critical.
// column milestone: id -- The milestone or activity.
// column name: text -- Its name.
// column workstream: text -- Name of its workstream.
// column verdict: text -- critical: it moves the finish of its programme at once. longest path: it drives the finish by its
//   links, though its float says otherwise. near critical. not known: no dates were computed.
// column float: number, working days -- How much later it may finish; below 0: that much too late already.
// column finish: text -- Its forecast finish.
// column why: text -- The reason, in a sentence.
// column owner: text -- The role that answers for it.
// identity: milestone
// remedy: Not known: findings refresh, and see check for loops. Else: keep an eye on these, the tightest first.
// part: rows
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
OPTIONAL MATCH (f:Forecast)-[:FORECASTS]->(m)
WITH m, f, CASE
    WHEN f IS NULL THEN 'not known'
    WHEN f.critical THEN 'critical'
    WHEN f.on_longest_path THEN 'longest path'
    WHEN f.total_float <= $within THEN 'near critical'
  END AS verdict
WHERE verdict IS NOT NULL AND coalesce(f.state <> 'finished', true)
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
WITH m, f, verdict, min(w.name) AS workstream
RETURN m.id AS milestone, m.name AS name, workstream, verdict, f.total_float AS float, f.early_finish AS finish, f.why AS why,
  m.owner AS owner
ORDER BY float, finish, milestone
// part: draw
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
OPTIONAL MATCH (f:Forecast)-[:FORECASTS]->(m)
WITH m, f
WHERE coalesce(f.critical OR f.on_longest_path OR f.total_float <= $within, true)
OPTIONAL MATCH (f)-[:DRIVEN_BY]->(d:Milestone)
RETURN m.id AS source, 'Milestone' AS source_label, m.name AS source_name,
  CASE WHEN d IS NULL THEN null ELSE 'DRIVEN_BY' END AS relationship, d.id AS target,
  CASE WHEN d IS NULL THEN null ELSE 'Milestone' END AS target_label, d.name AS target_name
// part: total
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
RETURN count(m) AS total
