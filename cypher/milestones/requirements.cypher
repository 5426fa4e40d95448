// name: milestones.requirements
// question: Which requirements does a workstream work on, by when, and on which does nobody?
// why: A gap closes only if somebody works on it and says by when. All requirements are shown, those without anybody first.
//   Whether a requirement is met today says gaps.
// column requirement: id -- The requirement.
// column name: text -- Its name.
// column strength: text -- How strongly it is asked for.
// column workstreams: list -- Names of the workstreams that address it.
// column boards: list -- Names of the boards that govern them, or to which they report.
// column by: date -- The last day of the last of them (the latest that it can be).
// column verdict: text -- nobody: no workstream addresses it. by a day: all of them state their last day. not known: one of
//   them states none.
// identity: requirement
// remedy: Have a board say which workstream takes it up; where the day is not known, ask who leads the workstream.
// part: rows
MATCH (r:Requirement)
OPTIONAL MATCH (w:Workstream)-[:ADDRESSES]->(r)
WITH r, w ORDER BY w.name, w.id
WITH r, collect(DISTINCT w.name) AS workstreams, count(DISTINCT w) AS many, max(w.completes_latest) AS last,
  count(CASE WHEN w.completes_latest IS NULL THEN w END) AS undated
OPTIONAL MATCH (r)<-[:ADDRESSES]-(:Workstream)-[:GOVERNED_BY|REPORTS_TO]->(b:Board)
WITH r, workstreams, many, last, undated, b ORDER BY b.name, b.id
WITH r, workstreams, many, last, undated, collect(DISTINCT b.name) AS boards
RETURN r.id AS requirement, r.name AS name, r.strength AS strength, workstreams, boards,
  CASE WHEN undated = 0 THEN last END AS by,
  CASE WHEN many = 0 THEN 'nobody' WHEN undated > 0 THEN 'not known' ELSE 'by a day' END AS verdict
ORDER BY many > 0, requirement
// part: draw
MATCH (r:Requirement)
OPTIONAL MATCH (w:Workstream)-[:ADDRESSES]->(r)
RETURN DISTINCT coalesce(w.id, r.id) AS source, CASE WHEN w IS NULL THEN 'Requirement' ELSE 'Workstream' END AS source_label,
  coalesce(w.name, r.name) AS source_name, CASE WHEN w IS NULL THEN null ELSE 'ADDRESSES' END AS relationship,
  CASE WHEN w IS NULL THEN null ELSE r.id END AS target,
  CASE WHEN w IS NULL THEN null ELSE 'Requirement' END AS target_label,
  CASE WHEN w IS NULL THEN null ELSE r.name END AS target_name
// part: total
MATCH (r:Requirement)
RETURN count(r) AS total
