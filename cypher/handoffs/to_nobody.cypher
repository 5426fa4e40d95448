// name: handoffs.to_nobody
// question: Where do services hand people on to nobody?
// why: People who are handed on to nobody fall out of the pathway there. Where it is not stated who takes them, nobody
//   can say whether they do.
// column handoff: id -- The handoff.
// column name: text -- Its name.
// column gives: id -- The service that hands on.
// column gives_name: text -- Its name.
// column kind: text -- What sort of handoff; blank = refer.
// column verdict: text -- nobody: stated to lead to nobody. not known: who takes them is not stated.
// column words: text -- What is written where the taking service should be.
// identity: handoff
// remedy: Name the service that is to take these people, and agree it with that service.
// part: rows
MATCH (h:Handoff)
WHERE NOT EXISTS { (h)-[:TO]->(:Service) }
OPTIONAL MATCH (h)-[:FROM]->(s:Service)
RETURN h.id AS handoff, h.name AS name, s.id AS gives, s.name AS gives_name, coalesce(h.kind, 'refer') AS kind,
  CASE WHEN h.to_state = 'none' THEN 'nobody' ELSE 'not known' END AS verdict, h.to_words AS words
ORDER BY verdict, handoff
// part: draw
MATCH (h:Handoff)
WHERE NOT EXISTS { (h)-[:TO]->(:Service) }
OPTIONAL MATCH (h)-[:FROM]->(s:Service)
RETURN h.id AS source, 'Handoff' AS source_label, h.name AS source_name,
  CASE WHEN s IS NULL THEN null ELSE 'FROM' END AS relationship, s.id AS target,
  CASE WHEN s IS NULL THEN null ELSE 'Service' END AS target_label, s.name AS target_name
// part: total
MATCH (h:Handoff)
RETURN count(h) AS total
