// name: handoffs.without_protocol
// question: Which handoffs have no written protocol?
// why: Without a protocol a handoff depends on who happens to be on duty.
// column handoff: id -- The handoff.
// column name: text -- Its name.
// column gives: text -- Name of the service that hands on.
// column takes: text -- Name of the service that takes; blank = nobody, or not stated.
// column owner: text -- The role that answers for it.
// column verdict: text -- none: stated that there is none. not known: nothing is stated.
// identity: handoff
// remedy: None: write one with both services. Not known: ask the owner, or, where there is none, both services.
// part: rows
MATCH (h:Handoff)
WHERE NOT coalesce(h.protocol, false)
OPTIONAL MATCH (h)-[:FROM]->(a:Service)
OPTIONAL MATCH (h)-[:TO]->(b:Service)
RETURN h.id AS handoff, h.name AS name, a.name AS gives, b.name AS takes, h.owner AS owner,
  CASE WHEN h.protocol = false OR h.protocol_state = 'none' THEN 'none' ELSE 'not known' END AS verdict
ORDER BY verdict, handoff
// part: draw
MATCH (h:Handoff)
WHERE NOT coalesce(h.protocol, false)
OPTIONAL MATCH (h)-[w:FROM|TO]->(s:Service)
RETURN h.id AS source, 'Handoff' AS source_label, h.name AS source_name, type(w) AS relationship, s.id AS target,
  CASE WHEN s IS NULL THEN null ELSE 'Service' END AS target_label, s.name AS target_name
// part: total
MATCH (h:Handoff)
RETURN count(h) AS total
