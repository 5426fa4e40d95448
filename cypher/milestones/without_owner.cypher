// name: milestones.without_owner
// question: Which milestones does nobody answer for?
// why: What nobody answers for slips without anybody noticing. Finished milestones are left out.
// column milestone: id -- The milestone or activity.
// column name: text -- Its name.
// column workstream: text -- Name of its workstream.
// column verdict: text -- none: stated that there is none. not known: blank, or stated to be missing.
// column words: text -- What is written where the owner should be.
// column boards: list -- Names of the boards that decide it.
// identity: milestone
// remedy: Name a role (never a person) that answers for it.
// part: rows
MATCH (m:Milestone)
WHERE m.owner IS NULL AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
WITH m, min(w.name) AS workstream
OPTIONAL MATCH (m)-[:DECIDED_BY]->(b:Board)
WITH m, workstream, b ORDER BY b.name, b.id
WITH m, workstream, collect(DISTINCT b.name) AS boards
RETURN m.id AS milestone, m.name AS name, workstream,
  CASE WHEN m.owner_state = 'none' THEN 'none' ELSE 'not known' END AS verdict, m.owner_words AS words, boards
ORDER BY workstream, milestone
// part: draw
MATCH (m:Milestone)
WHERE m.owner IS NULL AND m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
OPTIONAL MATCH (w:Workstream)-[:HAS]->(m)
RETURN coalesce(w.id, m.id) AS source, CASE WHEN w IS NULL THEN 'Milestone' ELSE 'Workstream' END AS source_label,
  coalesce(w.name, m.name) AS source_name, CASE WHEN w IS NULL THEN null ELSE 'HAS' END AS relationship,
  CASE WHEN w IS NULL THEN null ELSE m.id END AS target, CASE WHEN w IS NULL THEN null ELSE 'Milestone' END AS target_label,
  CASE WHEN w IS NULL THEN null ELSE m.name END AS target_name
// part: total
MATCH (m:Milestone)
WHERE m.actual_finish IS NULL AND NOT coalesce(m.percent_complete >= 100, false)
RETURN count(m) AS total
