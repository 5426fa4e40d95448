// name: handoffs.across_providers_without_agreement
// question: Which handoffs cross from one provider to another without an agreement?
// why: Between two organisations nobody is bound to take whom the other sends, unless they have agreed it.
// column handoff: id -- The handoff.
// column name: text -- Its name.
// column gives: text -- Name of the service that hands on.
// column gives_providers: list -- Names of its providers.
// column takes: text -- Name of the service that takes.
// column takes_providers: list -- Names of its providers.
// column verdict: text -- none: two providers, and stated that there is no agreement. not known: whether there is one,
//   or whether the providers are two, is not stated.
// identity: handoff
// remedy: None: agree it, and write it into both contracts. Not known: ask both providers.
// part: rows
MATCH (a:Service)<-[:FROM]-(h:Handoff)-[:TO]->(b:Service)
WHERE NOT coalesce(h.agreement, false)
OPTIONAL MATCH (p:Organisation)-[:PROVIDES]->(a)
WITH h, a, b, p ORDER BY p.name, p.id
WITH h, a, b, collect(DISTINCT p.id) AS giving, collect(DISTINCT p.name) AS gives_providers
OPTIONAL MATCH (p:Organisation)-[:PROVIDES]->(b)
WITH h, a, b, giving, gives_providers, p ORDER BY p.name, p.id
WITH h, a, b, giving, gives_providers, collect(DISTINCT p.id) AS taking, collect(DISTINCT p.name) AS takes_providers
WHERE a.id <> b.id AND NOT any(x IN giving WHERE x IN taking)
RETURN h.id AS handoff, h.name AS name, a.name AS gives, gives_providers, b.name AS takes, takes_providers,
  CASE
    WHEN size(giving) > 0 AND size(taking) > 0 AND (h.agreement = false OR h.agreement_state = 'none') THEN 'none'
    ELSE 'not known'
  END AS verdict
ORDER BY verdict, handoff
// part: draw
MATCH (a:Service)<-[:FROM]-(h:Handoff)-[:TO]->(b:Service)
WHERE NOT coalesce(h.agreement, false) AND a.id <> b.id
  AND NOT EXISTS { MATCH (a)<-[:PROVIDES]-(:Organisation)-[:PROVIDES]->(b) }
RETURN a.id AS source, 'Service' AS source_label, a.name AS source_name, 'HANDS_ON' AS relationship,
  b.id AS target, 'Service' AS target_label, b.name AS target_name
// part: total
MATCH (a:Service)<-[:FROM]-(h:Handoff)-[:TO]->(b:Service)
WHERE a.id <> b.id AND NOT EXISTS { MATCH (a)<-[:PROVIDES]-(:Organisation)-[:PROVIDES]->(b) }
RETURN count(DISTINCT h) AS total
