// name: milestones.due
// question: What was due in the last month, was it done, and what is due in the next two?
// why: It is the first page of a board report: what was promised for the time since the last meeting, and what is promised
//   for the time until the one after the next.
// parameter after: date = as_of - 1 month -- The day before the first that is looked at.
// parameter as_of: date -- The day that is asked about.
// parameter by: date = as_of + 2 months -- The last day that is looked at.
// column milestone: id -- The milestone or activity.
// column name: text -- Its name.
// column workstream: text -- Name of its workstream.
// column due: date -- Its deadline, else its promised finish, else its baseline (the latest that it can be).
// column finished: date -- When it finished (the latest that it can be).
// column verdict: text -- done: finished, not after it was due. done late: finished after. missed: due, and not finished.
//   due: still to come. not known: no day is stated for it anywhere, and it is not finished.
// column owner: text -- The role that answers for it.
// identity: milestone
// remedy: Missed: ask the owner for a new day, and try it with critical-path --what-if. Not known: ask for a day.
// part: rows
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
WITH m, coalesce(m.deadline_latest, m.planned_finish_latest, m.baseline_finish_latest) AS due,
  coalesce(m.actual_finish_latest, m.actual_finish_earliest) AS finished,
  m.actual_finish IS NOT NULL OR coalesce(m.percent_complete >= 100, false) AS done
WHERE (due > $after AND due <= $by) OR (due IS NULL AND NOT done)
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
WITH m, due, finished, done, min(w.name) AS workstream
RETURN m.id AS milestone, m.name AS name, workstream, due, finished, CASE
    WHEN done AND finished > due THEN 'done late'
    WHEN done THEN 'done'
    WHEN due IS NULL THEN 'not known'
    WHEN due < $as_of THEN 'missed'
    ELSE 'due'
  END AS verdict, m.owner AS owner
ORDER BY due, milestone
// part: draw
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
WITH m, coalesce(m.deadline_latest, m.planned_finish_latest, m.baseline_finish_latest) AS due
WHERE due > $after AND due <= $by
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
RETURN coalesce(w.id, m.id) AS source, CASE WHEN w IS NULL THEN 'Milestone' ELSE 'Workstream' END AS source_label,
  coalesce(w.name, m.name) AS source_name, CASE WHEN w IS NULL THEN null ELSE 'HAS' END AS relationship,
  CASE WHEN w IS NULL THEN null ELSE m.id END AS target,
  CASE WHEN w IS NULL THEN null ELSE 'Milestone' END AS target_label,
  CASE WHEN w IS NULL THEN null ELSE m.name END AS target_name
// part: total
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
RETURN count(m) AS total
