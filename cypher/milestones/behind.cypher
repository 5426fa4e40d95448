// name: milestones.behind
// question: If a milestone slips, or a promise is broken, what may be later: milestones, services, contracts, requirements?
// why: What waits for it may itself be waited for, and at the end of the chain a service opens, a contract ends, or somebody
//   is to be helped. Links are followed up to eight steps. How many days later each is, and the gaps that open, says
//   critical-path --what-if.
// parameter milestone: id -- The milestone that is asked about, or the dependency that may be refused or kept late.
// column behind: id -- What lies behind it.
// column label: text -- Milestone, Service, Contract or Requirement.
// column name: text -- Its name.
// column steps: whole, steps -- How many links away it is, at the least; 0: it hangs on the milestone itself.
//   What a dependency blocks is one link away.
// column due: date -- The day that is stated for it: a finish, an opening, a last day (the latest that it can be).
// column verdict: text -- waits: a milestone that waits for it. done: one that is finished already. opens: a service that
//   opens with it. ends: a contract that ends with it. to be met: a requirement that asks for what such a service does, or
//   that a workstream of these milestones addresses. not known: a milestone that waits and states no day.
// column owner: text -- The role that answers for it.
// identity: label, behind
// remedy: Try it: critical-path --what-if "ID+10d". Ask for the days that are not known.
// part: rows
MATCH (m:Milestone|Dependency {id: $milestone})
CALL (m) {
  MATCH p = (m) ((:Milestone)<-[:NEEDS]-(:Dependency)-[:BLOCKS]->(:Milestone)){0,8} (x:Milestone)
  RETURN x, min(length(p)) / 2 AS steps
  UNION
  MATCH (m)-[:BLOCKS]->(first:Milestone)
  MATCH p = (first) ((:Milestone)<-[:NEEDS]-(:Dependency)-[:BLOCKS]->(:Milestone)){0,7} (x:Milestone)
  RETURN x, min(length(p)) / 2 + 1 AS steps
}
CALL (x) {
  MATCH (x)
  RETURN x AS n
  UNION
  MATCH (x)-[:MOBILISES|ENDS]->(n)
  RETURN n
  UNION
  MATCH (x)-[:MOBILISES]->(:Service)-[:OFFERS]->(:Provision)-[:DELIVERS]->(:Function)-[:PART_OF*0..]->(:Function)<-[:ASKS_FOR]-(n:Requirement)
  RETURN n
  UNION
  MATCH (x)<-[:HAS]-(:Workstream)-[:ADDRESSES]->(n:Requirement)
  RETURN n
}
WITH m, n, steps
WHERE n <> m
WITH n, min(steps) AS steps
WITH n, steps,
  CASE WHEN n:Milestone THEN 'Milestone' WHEN n:Service THEN 'Service' WHEN n:Contract THEN 'Contract' ELSE 'Requirement' END AS label
WITH n, steps, label, CASE
    WHEN label = 'Milestone' THEN coalesce(n.planned_finish_latest, n.deadline_latest)
    WHEN label = 'Service' THEN n.opens_latest
    WHEN label = 'Contract' THEN n.ends_latest
  END AS due
RETURN n.id AS behind, label, coalesce(n.name, n.id) AS name, steps, due, CASE
    WHEN label = 'Service' THEN 'opens'
    WHEN label = 'Contract' THEN 'ends'
    WHEN label = 'Requirement' THEN 'to be met'
    WHEN n.actual_finish IS NOT NULL OR n.percent_complete >= 100 THEN 'done'
    WHEN due IS NULL THEN 'not known'
    ELSE 'waits'
  END AS verdict, CASE WHEN label = 'Milestone' THEN n.owner END AS owner
ORDER BY steps, label, behind
// part: draw
MATCH (m:Milestone|Dependency {id: $milestone})
CALL (m) {
  MATCH (m) ((:Milestone)<-[:NEEDS]-(:Dependency)-[:BLOCKS]->(:Milestone)){0,8} (x:Milestone)
  RETURN x
  UNION
  MATCH (m)-[:BLOCKS]->(first:Milestone)
  MATCH (first) ((:Milestone)<-[:NEEDS]-(:Dependency)-[:BLOCKS]->(:Milestone)){0,7} (x:Milestone)
  RETURN x
  UNION
  MATCH (m)-[:BLOCKS]->(:Milestone)
  RETURN m AS x
}
CALL (x) {
  MATCH (x)<-[:NEEDS]-(:Dependency)-[:BLOCKS]->(n:Milestone)
  RETURN n, 'DRIVES' AS type
  UNION
  MATCH (x)-[:BLOCKS]->(n:Milestone)
  RETURN n, 'BLOCKS' AS type
  UNION
  MATCH (x)-[:MOBILISES]->(n)
  RETURN n, 'MOBILISES' AS type
  UNION
  MATCH (x)-[:ENDS]->(n)
  RETURN n, 'ENDS' AS type
}
RETURN DISTINCT x.id AS source, CASE WHEN x:Dependency THEN 'Dependency' ELSE 'Milestone' END AS source_label,
  coalesce(x.name, x.id) AS source_name, type AS relationship, n.id AS target,
  CASE WHEN n:Milestone THEN 'Milestone' WHEN n:Service THEN 'Service' ELSE 'Contract' END AS target_label,
  coalesce(n.name, n.id) AS target_name
// part: total
MATCH (n:Milestone|Service|Contract|Requirement)
RETURN count(n) AS total
