// name: services.without_requirement
// question: Which services meet no requirement that anybody has stated?
// why: Either nobody needs the service, or the requirement that it meets was never written down. A service is listed
//   where no requirement asks for anything that it does (or for something of which that is a kind).
// column service: id -- The service.
// column name: text -- Its name.
// column functions: list -- Names of what it does; empty = not stated.
// column verdict: text -- idle: what it does is asked for by nobody. not known: what it does is not stated.
// column annual_value: number, GBP a year -- What it costs a year, where stated.
// identity: service
// remedy: Write down the requirement that it meets, or ask what it is for. Where its function is not stated, state it.
// part: rows
MATCH (s:Service)
WHERE NOT EXISTS {
    MATCH (s)-[:OFFERS]->(:Provision)-[:DELIVERS]->(:Function)-[:PART_OF*0..]->(:Function)<-[:ASKS_FOR]-(:Requirement)
  }
OPTIONAL MATCH (s)-[:OFFERS]->(:Provision)-[:DELIVERS]->(f:Function)
WITH s, f ORDER BY f.name, f.id
WITH s, collect(DISTINCT f.name) AS functions
RETURN s.id AS service, s.name AS name, functions, CASE WHEN size(functions) = 0 THEN 'not known' ELSE 'idle' END AS verdict,
  s.annual_value AS annual_value
ORDER BY verdict, service
// part: draw
MATCH (s:Service)
WHERE NOT EXISTS {
    MATCH (s)-[:OFFERS]->(:Provision)-[:DELIVERS]->(:Function)-[:PART_OF*0..]->(:Function)<-[:ASKS_FOR]-(:Requirement)
  }
OPTIONAL MATCH (s)-[:OFFERS]->(:Provision)-[:DELIVERS]->(f:Function)
RETURN s.id AS source, 'Service' AS source_label, s.name AS source_name,
  CASE WHEN f IS NULL THEN null ELSE 'DELIVERS' END AS relationship, f.id AS target,
  CASE WHEN f IS NULL THEN null ELSE 'Function' END AS target_label, f.name AS target_name
// part: total
MATCH (s:Service)
RETURN count(s) AS total
