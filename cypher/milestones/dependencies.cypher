// name: milestones.dependencies
// question: Who gives what to whom, by when is it needed, and when is it promised?
// why: It is the dependency log: what crosses from one organisation to another, or comes from outside. Plain links inside a
//   plan are left out. How many days short a promise is, and the day on which it is needed where none is stated, says track.
// column dependency: id -- The dependency.
// column name: text -- Its name.
// column giver: text -- Name of who gives it.
// column receiver: text -- Name of who waits for it.
// column needs: list -- Ids of what has to be there.
// column blocks: list -- Ids of the milestones that wait for it.
// column needed_by: date -- The last day on which it helps, as stated (the latest that it can be).
// column promised: date -- The day on which it was promised (the latest that it can be), or the promised finish of what it
//   needs.
// column verdict: text -- met. refused. late: promised after it is needed. in time. not known: one of the two days is not
//   stated, or not exactly enough.
// column status: text -- Where it stands, as stated.
// column owner: text -- The role that answers for it.
// identity: dependency
// remedy: Late or refused: plan without it, or move what waits. Not known: ask the giver for a day, the receiver for when it
//   is needed.
// part: rows
MATCH (d:Dependency)
WHERE d.external OR NOT EXISTS { (d)-[:NEEDS]->() } OR EXISTS { (d)-[:GIVEN_BY|RECEIVED_BY]->() }
OPTIONAL MATCH (d)-[:GIVEN_BY]->(g:Organisation)
WITH d, min(g.name) AS giver
OPTIONAL MATCH (d)-[:RECEIVED_BY]->(r:Organisation)
WITH d, giver, min(r.name) AS receiver
OPTIONAL MATCH (d)-[:NEEDS]->(n)
WITH d, giver, receiver, n ORDER BY n.id
WITH d, giver, receiver, collect(DISTINCT n.id) AS needs, max(n.planned_finish_earliest) AS earliest,
  max(n.planned_finish_latest) AS latest
OPTIONAL MATCH (d)-[:BLOCKS]->(m:Milestone)
WITH d, giver, receiver, needs, earliest, latest, m ORDER BY m.id
WITH d, giver, receiver, needs, collect(DISTINCT m.id) AS blocks, coalesce(d.promised_earliest, earliest) AS earliest,
  coalesce(d.promised_latest, latest) AS latest
RETURN d.id AS dependency, d.name AS name, giver, receiver, needs, blocks, d.needed_by_latest AS needed_by,
  latest AS promised, CASE
    WHEN d.status = 'met' THEN 'met'
    WHEN d.status = 'refused' THEN 'refused'
    WHEN earliest > d.needed_by_latest THEN 'late'
    WHEN latest <= d.needed_by_earliest THEN 'in time'
    ELSE 'not known'
  END AS verdict, d.status AS status, d.owner AS owner
ORDER BY needed_by, dependency
// part: draw
MATCH (d:Dependency)-[:BLOCKS]->(m:Milestone)
WHERE d.external OR NOT EXISTS { (d)-[:NEEDS]->() } OR EXISTS { (d)-[:GIVEN_BY|RECEIVED_BY]->() }
RETURN d.id AS source, 'Dependency' AS source_label, coalesce(d.name, d.id) AS source_name, 'BLOCKS' AS relationship,
  m.id AS target, 'Milestone' AS target_label, m.name AS target_name
// part: total
MATCH (d:Dependency)
RETURN count(d) AS total
