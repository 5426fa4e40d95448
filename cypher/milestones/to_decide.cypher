// name: milestones.to_decide
// question: What has which board to decide, and by when?
// why: A milestone that a board decides is only reached if it stands on the agenda of a meeting before its day. What happens
//   otherwise, and what contracts and gaps ask of the boards, says the command decisions.
// parameter by: date = as_of + 1 year -- The last day that is looked at.
// column milestone: id -- The milestone.
// column name: text -- Its name.
// column board: id -- The board that decides it.
// column board_name: text -- Its name.
// column meets: text -- When it meets, as stated.
// column due: date -- The milestone's deadline, else its promised finish (the latest that it can be).
// column verdict: text -- due: by the last day. may be due: its date is not stated exactly. not known: no date is stated.
// column blocks: list -- Ids of the milestones that wait for it.
// identity: milestone, board
// remedy: Put it on the agenda of a meeting before it is due; where the date is not known, ask for it.
// part: rows
MATCH (m:Milestone)-[:DECIDED_BY]->(b:Board)
WHERE m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
WITH DISTINCT m, b, coalesce(m.deadline_latest, m.planned_finish_latest) AS latest,
  coalesce(m.deadline_earliest, m.planned_finish_earliest) AS earliest
WITH m, b, coalesce(latest, earliest) AS due, CASE
    WHEN latest <= $by THEN 'due'
    WHEN earliest <= $by THEN 'may be due'
    WHEN earliest IS NULL AND latest IS NULL THEN 'not known'
  END AS verdict
WHERE verdict IS NOT NULL
OPTIONAL MATCH (m)<-[:NEEDS]-(:Dependency)-[:BLOCKS]->(n:Milestone)
WITH m, b, due, verdict, n ORDER BY n.id
WITH m, b, due, verdict, collect(DISTINCT n.id) AS blocks
RETURN m.id AS milestone, m.name AS name, b.id AS board, b.name AS board_name, b.meets AS meets, due, verdict, blocks
ORDER BY due, milestone, board
// part: draw
MATCH (m:Milestone)-[:DECIDED_BY]->(b:Board)
RETURN m.id AS source, 'Milestone' AS source_label, m.name AS source_name, 'DECIDED_BY' AS relationship,
  b.id AS target, 'Board' AS target_label, b.name AS target_name
// part: total
MATCH (m:Milestone)-[:DECIDED_BY]->(b:Board)
WHERE m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
WITH DISTINCT m, b
RETURN count(*) AS total
