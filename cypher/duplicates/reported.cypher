// name: duplicates.reported
// question: Where does a paper say that things are done twice, and do we see it?
// why: A paper's own claim is set beside what is in the graph: it may be confirmed, or nothing may show it yet.
// column reported: id -- The claim.
// column words: text -- What the paper asserts, in our words.
// column about: list -- Names of the functions and services that it speaks of.
// column services: list -- Ids of the services that it speaks of, or that do what it speaks of.
// column handoffs: list -- Ids of the handoffs between these services.
// column verdict: text -- seen: two or more services. not seen: fewer. not testable: it names no function and no service.
// identity: reported
// remedy: Seen and no handoff: agree who does what. Not seen: ask who the others are, and add them. Not testable: find
//   out what the paper means.
// part: rows
MATCH (r:Reported {kind: 'duplicate'})
OPTIONAL MATCH (r)-[:ABOUT]->(n:Function|Service)
WITH r, n ORDER BY n.name, n.id
WITH r, collect(DISTINCT n.name) AS about
OPTIONAL MATCH (s:Service)
WHERE EXISTS { (r)-[:ABOUT]->(s) } OR EXISTS {
    MATCH (r)-[:ABOUT]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(:Provision)<-[:OFFERS]-(s)
  }
WITH r, about, s ORDER BY s.id
WITH r, about, collect(DISTINCT s.id) AS services
OPTIONAL MATCH (a:Service)<-[:FROM]-(h:Handoff)-[:TO]->(b:Service)
WHERE a.id IN services AND b.id IN services
WITH r, about, services, h ORDER BY h.id
WITH r, about, services, collect(DISTINCT h.id) AS handoffs
RETURN r.id AS reported, r.words AS words, about, services, handoffs,
  CASE WHEN size(about) = 0 THEN 'not testable' WHEN size(services) > 1 THEN 'seen' ELSE 'not seen' END AS verdict
ORDER BY reported
// part: draw
MATCH (r:Reported {kind: 'duplicate'})
OPTIONAL MATCH (r)-[:ABOUT]->(n:Function|Service)
RETURN r.id AS source, 'Reported' AS source_label, coalesce(r.name, r.words) AS source_name,
  CASE WHEN n IS NULL THEN null ELSE 'ABOUT' END AS relationship, n.id AS target, labels(n)[0] AS target_label,
  n.name AS target_name
// part: total
MATCH (r:Reported {kind: 'duplicate'})
RETURN count(r) AS total
