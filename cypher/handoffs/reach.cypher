// name: handoffs.reach
// question: Which services do people reach from primary care, and in how many handoffs?
// why: A service that no way leads to from a general practice helps only those who find it by themselves. Each handoff
//   on the way is another chance to be lost. Handoffs are followed whoever they are for; `walk` follows one person.
// parameter handoffs: whole = 2 -- The most handoffs that may lie between, 4 at most.
// column service: id -- The service.
// column name: text -- Its name.
// column steps: whole, handoffs -- How many handoffs lie between, at the least; 0 = general practices send there themselves.
// column entry: list -- Its own doors; blank = not stated.
// column verdict: text -- reached: within as many handoffs. far: more, or no way at all. not known: no way is stated, and
//   it does not state its doors.
// identity: service
// remedy: Far: record the handoff there is, or open a door to it. Not known: ask the service how people come in.
// part: rows
MATCH (s:Service)
WHERE coalesce(s.status, '') <> 'closed'
CALL (s) {
  OPTIONAL MATCH p = (g:Service) ((:Service)<-[:FROM]-(:Handoff)-[:TO]->(:Service)){0,4} (s)
  WHERE 'gp' IN g.entry AND coalesce(g.status, '') <> 'closed' AND length(p) <= 2 * $handoffs
  RETURN min(length(p)) / 2 AS steps
}
RETURN s.id AS service, s.name AS name, steps, s.entry AS entry,
  CASE WHEN steps IS NOT NULL THEN 'reached' WHEN s.entry IS NULL THEN 'not known' ELSE 'far' END AS verdict
ORDER BY verdict, steps, service
// part: draw
MATCH (g:Service)
WHERE 'gp' IN g.entry AND coalesce(g.status, '') <> 'closed'
MATCH p = (g) ((:Service)<-[:FROM]-(:Handoff)-[:TO]->(:Service)){0,3} (a:Service)<-[:FROM]-(:Handoff)-[:TO]->(b:Service)
WHERE length(p) <= 2 * $handoffs AND coalesce(b.status, '') <> 'closed'
RETURN DISTINCT a.id AS source, 'Service' AS source_label, a.name AS source_name, 'HANDS_ON' AS relationship,
  b.id AS target, 'Service' AS target_label, b.name AS target_name
// part: total
MATCH (s:Service)
WHERE coalesce(s.status, '') <> 'closed'
RETURN count(s) AS total
