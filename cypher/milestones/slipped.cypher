// name: milestones.slipped
// question: Which activities are forecast, or were finished, later than their baseline or their promise?
// why: It shows where the plan drifts before a date is missed. Forecasts were written by findings refresh; until then nothing
//   is known of what is not finished.
// parameter by: number = 1 -- Working days of slip from which an activity is told.
// column milestone: id -- The milestone or activity.
// column name: text -- Its name.
// column workstream: text -- Name of its workstream.
// column verdict: text -- finished late. slipping: its forecast is later. not known: a baseline or a promise is stated, and
//   no dates were computed.
// column baseline: date -- The finish of the baseline.
// column promised: date -- The promised finish.
// column finish: text -- Its forecast or actual finish.
// column baseline_slip: number, working days -- How much later that is than the baseline; below 0: earlier.
// column promise_slip: number, working days -- How much later than the promise; below 0: earlier.
// column owner: text -- The role that answers for it.
// identity: milestone
// remedy: Ask the owner what drives it (critical-path --to), and for a new promise.
// part: rows
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND coalesce(m.baseline_finish_latest, m.baseline_finish_earliest, m.planned_finish_latest, m.planned_finish_earliest)
    IS NOT NULL
OPTIONAL MATCH (f:Forecast)-[:FORECASTS]->(m)
WITH m, f, CASE
    WHEN f IS NULL THEN 'not known'
    WHEN NOT (coalesce(f.baseline_slip >= $by, false) OR coalesce(f.promise_slip >= $by, false)) THEN null
    WHEN f.state = 'finished' THEN 'finished late'
    ELSE 'slipping'
  END AS verdict
WHERE verdict IS NOT NULL
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
WITH m, f, verdict, min(w.name) AS workstream
RETURN m.id AS milestone, m.name AS name, workstream, verdict,
  coalesce(m.baseline_finish_latest, m.baseline_finish_earliest) AS baseline,
  coalesce(m.planned_finish_latest, m.planned_finish_earliest) AS promised, f.early_finish AS finish,
  f.baseline_slip AS baseline_slip, f.promise_slip AS promise_slip, m.owner AS owner
ORDER BY verdict DESC, finish, milestone
// part: draw
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND coalesce(m.baseline_finish_latest, m.baseline_finish_earliest, m.planned_finish_latest, m.planned_finish_earliest)
    IS NOT NULL
OPTIONAL MATCH (f:Forecast)-[:FORECASTS]->(m)
WITH m, f
WHERE f IS NULL OR coalesce(f.baseline_slip >= $by, false) OR coalesce(f.promise_slip >= $by, false)
OPTIONAL MATCH (f)-[:DRIVEN_BY]->(d:Milestone)
RETURN m.id AS source, 'Milestone' AS source_label, m.name AS source_name,
  CASE WHEN d IS NULL THEN null ELSE 'DRIVEN_BY' END AS relationship, d.id AS target,
  CASE WHEN d IS NULL THEN null ELSE 'Milestone' END AS target_label, d.name AS target_name
// part: total
MATCH (m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND coalesce(m.baseline_finish_latest, m.baseline_finish_earliest, m.planned_finish_latest, m.planned_finish_earliest)
    IS NOT NULL
RETURN count(m) AS total
