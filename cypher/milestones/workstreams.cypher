// name: milestones.workstreams
// question: Which workstreams are there, who leads them, and what do they still lack?
// why: A workstream without a lead, governance, dates or money is a wish. Every workstream is shown; those that lack most
//   come first.
// column workstream: id -- The workstream.
// column name: text -- Its name.
// column programme: text -- Name of its programme.
// column led_by: list -- Names of who leads it.
// column reports_to: list -- Names of the boards that it reports to.
// column governance: list -- Names of the boards that govern it.
// column starts: text -- Its first day, as written.
// column completes: text -- Its last day, as written.
// column budget: text -- Its money, as written.
// column milestones: whole, milestones -- How many milestones it has.
// column missing: list -- What is blank or stated to be missing: led_by, reports_to, governance, starts,
//   completes, budget, milestones.
// identity: workstream
// remedy: Fill in what is missing, or have the programme board decide it.
// part: rows
MATCH (w:Workstream)
OPTIONAL MATCH (p:Programme)-[:INCLUDES]->(w)
WITH w, min(p.name) AS programme
OPTIONAL MATCH (w)-[:LED_BY]->(l)
WITH w, programme, l ORDER BY l.name, l.id
WITH w, programme, collect(DISTINCT l.name) AS led_by
OPTIONAL MATCH (w)-[:REPORTS_TO]->(b:Board)
WITH w, programme, led_by, b ORDER BY b.name, b.id
WITH w, programme, led_by, collect(DISTINCT b.name) AS reports_to
OPTIONAL MATCH (w)-[:GOVERNED_BY]->(b:Board)
WITH w, programme, led_by, reports_to, b ORDER BY b.name, b.id
WITH w, programme, led_by, reports_to, collect(DISTINCT b.name) AS governance
OPTIONAL MATCH (w)-[:HAS]->(m:Milestone)
WITH w, programme, led_by, reports_to, governance, count(DISTINCT m) AS milestones
WITH w, programme, led_by, reports_to, governance, milestones, [f IN [
    CASE WHEN size(led_by) = 0 THEN 'led_by' END,
    CASE WHEN size(reports_to) = 0 THEN 'reports_to' END,
    CASE WHEN size(governance) = 0 THEN 'governance' END,
    CASE WHEN w.starts IS NULL OR w.starts_state = 'missing' THEN 'starts' END,
    CASE WHEN w.completes IS NULL OR w.completes_state = 'missing' THEN 'completes' END,
    CASE WHEN w.budget IS NULL OR w.budget_gbp IS NULL THEN 'budget' END,
    CASE WHEN milestones = 0 THEN 'milestones' END
  ] WHERE f IS NOT NULL] AS missing
RETURN w.id AS workstream, w.name AS name, programme, led_by, reports_to, governance, w.starts AS starts,
  w.completes AS completes, w.budget AS budget, milestones, missing
ORDER BY size(missing) DESC, workstream
// part: draw
MATCH (w:Workstream)
OPTIONAL MATCH (w)-[:HAS]->(m:Milestone)
RETURN w.id AS source, 'Workstream' AS source_label, w.name AS source_name,
  CASE WHEN m IS NULL THEN null ELSE 'HAS' END AS relationship, m.id AS target,
  CASE WHEN m IS NULL THEN null ELSE 'Milestone' END AS target_label, m.name AS target_name
// part: total
MATCH (w:Workstream)
RETURN count(w) AS total
