// name: handoffs.reported
// question: Of which services does a paper say that they work together, or that people move between them, with no handoff recorded?
// why: A paper that speaks of two services together says that people go from one to the other. If no handoff is recorded,
//   nobody has agreed how.
// column reported: id -- The claim.
// column words: text -- What the paper asserts, in our words.
// column a: id -- One of the services that it speaks of.
// column a_name: text -- Its name.
// column b: id -- Another.
// column b_name: text -- Its name.
// column verdict: text -- none: no handoff between the two. not known: one of them has a handoff of which it is not stated
//   where it leads.
// identity: reported, a, b
// remedy: Ask both services how people go from one to the other, and record the handoff.
// part: rows
MATCH (a:Service)<-[:ABOUT]-(r:Reported)-[:ABOUT]->(b:Service)
WHERE r.kind IN ['handoff', 'strength'] AND a.id < b.id
  AND NOT EXISTS { (a)<-[:FROM]-(:Handoff)-[:TO]->(b) } AND NOT EXISTS { (b)<-[:FROM]-(:Handoff)-[:TO]->(a) }
RETURN r.id AS reported, r.words AS words, a.id AS a, a.name AS a_name, b.id AS b, b.name AS b_name,
  CASE
    WHEN EXISTS {
      MATCH (s:Service)<-[:FROM]-(o:Handoff)
      WHERE s.id IN [a.id, b.id] AND NOT EXISTS { (o)-[:TO]->(:Service) } AND coalesce(o.to_state, '') <> 'none'
    } THEN 'not known'
    ELSE 'none'
  END AS verdict
ORDER BY verdict, reported, a, b
// part: draw
MATCH (a:Service)<-[:ABOUT]-(r:Reported)-[:ABOUT]->(b:Service)
WHERE r.kind IN ['handoff', 'strength'] AND a.id < b.id
  AND NOT EXISTS { (a)<-[:FROM]-(:Handoff)-[:TO]->(b) } AND NOT EXISTS { (b)<-[:FROM]-(:Handoff)-[:TO]->(a) }
RETURN a.id AS source, 'Service' AS source_label, a.name AS source_name, 'SAID_TO_WORK_WITH' AS relationship,
  b.id AS target, 'Service' AS target_label, b.name AS target_name
// part: total
MATCH (a:Service)<-[:ABOUT]-(r:Reported)-[:ABOUT]->(b:Service)
WHERE r.kind IN ['handoff', 'strength'] AND a.id < b.id
RETURN count(*) AS total
