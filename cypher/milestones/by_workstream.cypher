// name: milestones.by_workstream
// question: How does each workstream stand: what is left, what is critical, when does it finish, and when did it have to?
// why: The line per workstream that a programme board reads first. Forecasts were written by findings refresh.
// column workstream: id -- The workstream.
// column name: text -- Its name.
// column led_by: list -- Names of who leads it.
// column left: whole, activities -- Activities and milestones that are not finished.
// column critical: whole, activities -- How many of them are critical.
// column float: number, working days -- The least that one of them has to spare.
// column finish: text -- The last forecast finish of what is left.
// column due: date -- Its last day as stated, else the last promised finish of what is left.
// column verdict: text -- late: the forecast is after that. in time. finished: nothing is left. not known: no dates were
//   computed for all that is left, or none are stated.
// identity: workstream
// remedy: Late: critical-path --to the last milestone says what decides it. Not known: state dates, then findings refresh.
// part: rows
MATCH (w:Workstream)
OPTIONAL MATCH (w)-[:LED_BY]->(l)
WITH w, l ORDER BY l.name, l.id
WITH w, collect(DISTINCT l.name) AS led_by
OPTIONAL MATCH (w)-[:HAS]->(m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
OPTIONAL MATCH (f:Forecast)-[:FORECASTS]->(m)
WITH w, led_by, count(DISTINCT m) AS left, count(DISTINCT f) AS known, sum(CASE WHEN f.critical THEN 1 ELSE 0 END) AS critical,
  min(f.total_float) AS float, max(f.early_finish) AS finish,
  coalesce(w.completes_latest, max(coalesce(m.planned_finish_latest, m.planned_finish_earliest))) AS due
RETURN w.id AS workstream, w.name AS name, led_by, left, critical, float, finish, due,
  CASE
    WHEN left = 0 THEN 'finished'
    WHEN finish IS NOT NULL AND substring(finish, 0, 10) > due THEN 'late'
    WHEN known < left OR due IS NULL THEN 'not known'
    ELSE 'in time'
  END AS verdict
ORDER BY float, workstream
// part: draw
MATCH (w:Workstream)
OPTIONAL MATCH (w)-[:HAS]->(m:Milestone)
WHERE NOT coalesce(m.inactive, false) AND NOT EXISTS { (:Milestone)-[:PART_OF]->(m) }
  AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
RETURN w.id AS source, 'Workstream' AS source_label, w.name AS source_name,
  CASE WHEN m IS NULL THEN null ELSE 'HAS' END AS relationship, m.id AS target,
  CASE WHEN m IS NULL THEN null ELSE 'Milestone' END AS target_label, m.name AS target_name
// part: total
MATCH (w:Workstream)
RETURN count(w) AS total
