// name: map.functions
// question: What is done, by how many services, and what of it does anybody ask for?
// why: It shows at one look what is asked for and done by nobody, and what is done and asked for by nobody.
// column function: id -- What is done.
// column name: text -- Its name.
// column part_of: list -- Names of the functions that it is a kind of.
// column services: list -- Ids of the services that do it, or a kind of it.
// column requirements: list -- Ids of the requirements that ask for it, or for something that it is a kind of.
// column verdict: text -- both: done and asked for. nobody: asked for, done by nobody. not asked for: done, asked for by
//   nobody. not known: neither is stated.
// identity: function
// remedy: Nobody: look at `gaps.unmet`. Not asked for: write down the requirement. Not known: take the function out, or
//   say who does it.
// part: rows
MATCH (f:Function)
OPTIONAL MATCH (f)-[:PART_OF]->(g:Function)
WITH f, g ORDER BY g.name, g.id
WITH f, collect(DISTINCT g.name) AS part_of
OPTIONAL MATCH (f)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(:Provision)<-[:OFFERS]-(s:Service)
WITH f, part_of, s ORDER BY s.id
WITH f, part_of, collect(DISTINCT s.id) AS services
OPTIONAL MATCH (f)-[:PART_OF*0..]->(:Function)<-[:ASKS_FOR]-(r:Requirement)
WITH f, part_of, services, r ORDER BY r.id
WITH f, part_of, services, collect(DISTINCT r.id) AS requirements
RETURN f.id AS function, f.name AS name, part_of, services, requirements, CASE
    WHEN size(services) > 0 AND size(requirements) > 0 THEN 'both'
    WHEN size(requirements) > 0 THEN 'nobody'
    WHEN size(services) > 0 THEN 'not asked for'
    ELSE 'not known'
  END AS verdict
ORDER BY name, function
// part: draw
MATCH (f:Function)
OPTIONAL MATCH (f)-[:PART_OF]->(g:Function)
RETURN f.id AS source, 'Function' AS source_label, f.name AS source_name,
  CASE WHEN g IS NULL THEN null ELSE 'PART_OF' END AS relationship, g.id AS target,
  CASE WHEN g IS NULL THEN null ELSE 'Function' END AS target_label, g.name AS target_name
// part: total
MATCH (f:Function)
RETURN count(f) AS total
