// name: milestones.next
// question: What has to be finished next, and what is already late?
// why: It is the page that every programme board begins with. Finished milestones are left out.
// parameter as_of: date -- The day that is asked about.
// parameter by: date = as_of + 2 years -- The last day that is looked at.
// column milestone: id -- The milestone or activity.
// column name: text -- Its name.
// column workstream: text -- Name of its workstream.
// column due: date -- The promised finish (the latest that it can be), or the deadline where none is promised.
// column verdict: text -- late: due before the day asked about. due: by the last day. may be due: its date is not stated
//   exactly. not known: no date is stated.
// column owner: text -- The role that answers for it.
// column reported_status: text -- What is reported of it.
// identity: milestone
// remedy: Late: ask the owner for a new date and what waits for it. Not known: ask for a date.
// part: rows
MATCH (m:Milestone)
WHERE m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
WITH m, CASE WHEN m.planned_finish_latest IS NULL AND m.planned_finish_earliest IS NULL THEN m.deadline_earliest
    ELSE m.planned_finish_earliest END AS earliest,
  CASE WHEN m.planned_finish_latest IS NULL AND m.planned_finish_earliest IS NULL THEN m.deadline_latest
    ELSE m.planned_finish_latest END AS latest
WITH m, coalesce(latest, earliest) AS due, CASE
    WHEN latest < $as_of THEN 'late'
    WHEN latest <= $by THEN 'due'
    WHEN earliest <= $by THEN 'may be due'
    WHEN earliest IS NULL AND latest IS NULL THEN 'not known'
  END AS verdict
WHERE verdict IS NOT NULL
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
WITH m, due, verdict, min(w.name) AS workstream
RETURN m.id AS milestone, m.name AS name, workstream, due, verdict, m.owner AS owner, m.reported_status AS reported_status
ORDER BY due, milestone
// part: draw
MATCH (m:Milestone)
WHERE m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
  AND coalesce(m.planned_finish_earliest, m.planned_finish_latest, m.deadline_earliest, m.deadline_latest, $by) <= $by
OPTIONAL MATCH (m)<-[:BLOCKS]-(:Dependency)-[:NEEDS]->(n:Milestone)
RETURN m.id AS source, 'Milestone' AS source_label, m.name AS source_name,
  CASE WHEN n IS NULL THEN null ELSE 'WAITS_FOR' END AS relationship, n.id AS target,
  CASE WHEN n IS NULL THEN null ELSE 'Milestone' END AS target_label, n.name AS target_name
// part: total
MATCH (m:Milestone)
WHERE m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
RETURN count(m) AS total
