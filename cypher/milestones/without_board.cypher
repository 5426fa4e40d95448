// name: milestones.without_board
// question: Which milestones open a service or end a contract, and no board decides them?
// why: What opens a service or ends a contract is decided by somebody. Where no board is stated, neither for the milestone
//   nor for its workstream, it is decided late, or by nobody. Finished milestones are left out.
// column milestone: id -- The milestone.
// column name: text -- Its name.
// column workstream: text -- Name of its workstream.
// column due: date -- Its deadline, else its promised finish (the latest that it can be).
// column opens: list -- Ids of the services that it opens.
// column ends: list -- Ids of the contracts that it ends.
// column verdict: text -- none: stated that no board decides it. not known: blank, or stated to be missing.
// column owner: text -- The role that answers for it.
// identity: milestone
// remedy: Name the board that decides it, or the board that governs its workstream.
// part: rows
MATCH (m:Milestone)
WHERE EXISTS { (m)-[:MOBILISES|ENDS]->() } AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
  AND NOT EXISTS { (m)-[:DECIDED_BY]->(:Board) }
  AND NOT EXISTS { (m)<-[:HAS]-(:Workstream)-[:GOVERNED_BY|REPORTS_TO]->(:Board) }
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
WITH m, min(w.name) AS workstream
OPTIONAL MATCH (m)-[:MOBILISES]->(s:Service)
WITH m, workstream, s ORDER BY s.id
WITH m, workstream, collect(DISTINCT s.id) AS opens
OPTIONAL MATCH (m)-[:ENDS]->(k:Contract)
WITH m, workstream, opens, k ORDER BY k.id
WITH m, workstream, opens, collect(DISTINCT k.id) AS ends
RETURN m.id AS milestone, m.name AS name, workstream, coalesce(m.deadline_latest, m.planned_finish_latest) AS due, opens, ends,
  CASE WHEN m.board_state = 'none' THEN 'none' ELSE 'not known' END AS verdict, m.owner AS owner
ORDER BY due, milestone
// part: draw
MATCH (m:Milestone)-[r:MOBILISES|ENDS]->(n)
WHERE m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
RETURN DISTINCT m.id AS source, 'Milestone' AS source_label, m.name AS source_name, type(r) AS relationship, n.id AS target,
  CASE WHEN n:Service THEN 'Service' ELSE 'Contract' END AS target_label, n.name AS target_name
// part: total
MATCH (m:Milestone)
WHERE EXISTS { (m)-[:MOBILISES|ENDS]->() } AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
RETURN count(m) AS total
