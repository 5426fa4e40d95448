// name: milestones.baseline
// question: Which milestones stand elsewhere than in the baseline that was agreed?
// why: A board agreed to the baseline; what is promised now, or was delivered, may be another day. How many days it is, and
//   how often it moved, says the command track.
// column milestone: id -- The milestone or activity.
// column name: text -- Its name.
// column baseline: date -- Its finish in the baseline (the latest that it can be).
// column promised: date -- Its promised finish (the latest that it can be).
// column actual: date -- When it finished.
// column verdict: text -- late: finished, or promised, after the baseline. early: before it. as agreed. not known: one of
//   the two days is not stated, or not exactly enough.
// identity: milestone
// remedy: Late: have the board agree a new baseline, or bring it forward. Not known: ask for the day.
// part: rows
MATCH (m:Milestone)
WHERE m.baseline_finish IS NOT NULL
WITH m, coalesce(m.actual_finish_earliest, m.planned_finish_earliest) AS earliest,
  coalesce(m.actual_finish_latest, m.planned_finish_latest) AS latest
WITH m, CASE
    WHEN earliest > m.baseline_finish_latest THEN 'late'
    WHEN latest < m.baseline_finish_earliest THEN 'early'
    WHEN earliest = m.baseline_finish_earliest AND latest = m.baseline_finish_latest THEN 'as agreed'
    ELSE 'not known'
  END AS verdict
WHERE verdict <> 'as agreed'
RETURN m.id AS milestone, m.name AS name, m.baseline_finish_latest AS baseline, m.planned_finish_latest AS promised,
  m.actual_finish_latest AS actual, verdict
ORDER BY baseline, milestone
// part: draw
MATCH (m:Milestone)
WHERE m.baseline_finish IS NOT NULL
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
RETURN coalesce(w.id, m.id) AS source, CASE WHEN w IS NULL THEN 'Milestone' ELSE 'Workstream' END AS source_label,
  coalesce(w.name, m.name) AS source_name, CASE WHEN w IS NULL THEN null ELSE 'HAS' END AS relationship,
  CASE WHEN w IS NULL THEN null ELSE m.id END AS target,
  CASE WHEN w IS NULL THEN null ELSE 'Milestone' END AS target_label,
  CASE WHEN w IS NULL THEN null ELSE m.name END AS target_name
// part: total
MATCH (m:Milestone)
WHERE m.baseline_finish IS NOT NULL
RETURN count(m) AS total
