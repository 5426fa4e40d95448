// name: milestones.waiting_for_outside
// question: What are we waiting for from outside, and will it come in time?
// why: What others promise decides dates that the programme cannot decide itself. A dependency counts as from outside
//   where it says so, or where it names nothing inside the plan that is needed. What has been met is left out.
// column dependency: id -- The dependency.
// column name: text -- Its name.
// column giver: text -- Who gives it.
// column blocks: list -- Ids of the milestones that wait for it.
// column workstreams: list -- Names of their workstreams.
// column promised: date -- The day on which it was promised (the latest that it can be).
// column needed_by: date -- The last day on which it helps, or the earliest promised finish of what waits for it.
// column verdict: text -- late: promised after it is needed. in time. refused. not known: one of the days is not stated.
// column status: text -- Where it stands, as stated.
// column owner: text -- The role that answers for it.
// identity: dependency
// remedy: Late or refused: plan without it, or move what waits. Not known: ask the giver for a day.
// part: rows
MATCH (d:Dependency)
WHERE (d.external OR NOT EXISTS { (d)-[:NEEDS]->() }) AND coalesce(d.status <> 'met', true)
OPTIONAL MATCH (d)-[:BLOCKS]->(m:Milestone)
WITH d, m ORDER BY m.id
WITH d, collect(DISTINCT m.id) AS blocks, min(coalesce(m.planned_finish_earliest, m.planned_finish_latest)) AS finish
OPTIONAL MATCH (d)-[:BLOCKS]->(:Milestone)<-[:HAS]-(w:Workstream)
WITH d, blocks, finish, w ORDER BY w.name, w.id
WITH d, blocks, finish, collect(DISTINCT w.name) AS workstreams
OPTIONAL MATCH (d)-[:GIVEN_BY]->(o:Organisation)
WITH d, blocks, workstreams, coalesce(d.needed_by_latest, finish) AS needed_by, min(o.name) AS giver
RETURN d.id AS dependency, d.name AS name, giver, blocks, workstreams, d.promised_latest AS promised, needed_by,
  CASE
    WHEN d.status = 'refused' THEN 'refused'
    WHEN d.promised_earliest > needed_by THEN 'late'
    WHEN d.promised_latest <= needed_by THEN 'in time'
    ELSE 'not known'
  END AS verdict, d.status AS status, d.owner AS owner
ORDER BY needed_by, dependency
// part: draw
MATCH (d:Dependency)-[:BLOCKS]->(m:Milestone)
WHERE (d.external OR NOT EXISTS { (d)-[:NEEDS]->() }) AND coalesce(d.status <> 'met', true)
RETURN d.id AS source, 'Dependency' AS source_label, coalesce(d.name, d.id) AS source_name, 'BLOCKS' AS relationship,
  m.id AS target, 'Milestone' AS target_label, m.name AS target_name
// part: total
MATCH (d:Dependency)
RETURN count(d) AS total
