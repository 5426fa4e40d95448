// name: services.by_provider
// question: Who runs which services, and where do they stand?
// why: It is the list that everything else is checked against. A service whose provider is not stated has a row, too.
// column service: id -- The service.
// column name: text -- Its name.
// column providers: list -- Names of those who run it; empty = not stated.
// column status: text -- Where it stands, as stated.
// column opens: text -- Its first day, as written.
// column closes: text -- Its last day, as written.
// column functions: list -- Names of what it does.
// column areas: list -- Names of the areas that it covers, at least in part.
// identity: service
// remedy: Fill in what is blank in the Services and Provisions sheets.
// part: rows
MATCH (s:Service)
OPTIONAL MATCH (p:Organisation)-[:PROVIDES]->(s)
WITH s, p ORDER BY p.name, p.id
WITH s, collect(DISTINCT p.name) AS providers
OPTIONAL MATCH (s)-[:OFFERS]->(:Provision)-[:DELIVERS]->(f:Function)
WITH s, providers, f ORDER BY f.name, f.id
WITH s, providers, collect(DISTINCT f.name) AS functions
OPTIONAL MATCH (s)-[:OFFERS]->(:Provision)-[:COVERS]->(a:Area)
WITH s, providers, functions, a ORDER BY a.name, a.id
WITH s, providers, functions, collect(DISTINCT a.name) AS areas
RETURN s.id AS service, s.name AS name, providers, s.status AS status, s.opens AS opens, s.closes AS closes, functions,
  areas
ORDER BY size(providers) = 0, providers[0], service
// part: draw
MATCH (s:Service)
OPTIONAL MATCH (p:Organisation)-[:PROVIDES]->(s)
RETURN coalesce(p.id, s.id) AS source, CASE WHEN p IS NULL THEN 'Service' ELSE 'Organisation' END AS source_label,
  coalesce(p.name, s.name) AS source_name, CASE WHEN p IS NULL THEN null ELSE 'PROVIDES' END AS relationship,
  CASE WHEN p IS NULL THEN null ELSE s.id END AS target, CASE WHEN p IS NULL THEN null ELSE 'Service' END AS target_label,
  CASE WHEN p IS NULL THEN null ELSE s.name END AS target_name
// part: total
MATCH (s:Service)
RETURN count(s) AS total
