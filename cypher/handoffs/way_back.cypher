// name: handoffs.way_back
// question: Which services hand people on with no way back?
// why: People get better, or worse, after they have been handed on. Where no handoff leads back, nobody has agreed to
//   have them again. Ways over other services count, up to four handoffs.
// column gives: id -- The service that hands on.
// column gives_name: text -- Its name.
// column takes: id -- The service that takes.
// column takes_name: text -- Its name.
// column handoffs: list -- Ids of the handoffs from the one to the other.
// column verdict: text -- none: no way back is recorded. not known: the taking service has a handoff of which it is not
//   stated where it leads.
// identity: gives, takes
// remedy: None: agree how people come back, and record the handoff. Not known: ask where the handoff leads.
// part: rows
MATCH (a:Service)<-[:FROM]-(h:Handoff)-[:TO]->(b:Service)
WHERE a.id <> b.id AND NOT EXISTS { (b) ((:Service)<-[:FROM]-(:Handoff)-[:TO]->(:Service)){1,4} (a) }
WITH a, b, h ORDER BY h.id
WITH a, b, collect(DISTINCT h.id) AS handoffs
RETURN a.id AS gives, a.name AS gives_name, b.id AS takes, b.name AS takes_name, handoffs,
  CASE
    WHEN EXISTS {
      MATCH (b)<-[:FROM]-(o:Handoff)
      WHERE NOT EXISTS { (o)-[:TO]->(:Service) } AND coalesce(o.to_state, '') <> 'none'
    } THEN 'not known'
    ELSE 'none'
  END AS verdict
ORDER BY verdict, gives, takes
// part: draw
MATCH (a:Service)<-[:FROM]-(:Handoff)-[:TO]->(b:Service)
WHERE a.id <> b.id AND NOT EXISTS { (b) ((:Service)<-[:FROM]-(:Handoff)-[:TO]->(:Service)){1,4} (a) }
RETURN DISTINCT a.id AS source, 'Service' AS source_label, a.name AS source_name, 'HANDS_ON' AS relationship,
  b.id AS target, 'Service' AS target_label, b.name AS target_name
// part: total
MATCH (a:Service)<-[:FROM]-(:Handoff)-[:TO]->(b:Service)
WHERE a.id <> b.id
WITH DISTINCT a, b
RETURN count(*) AS total
