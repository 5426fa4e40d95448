// name: gaps.relies_on
// question: What is there without what it relies on?
// why: A service that relies on another fills up with people of the wrong sort where that other is not there. An area is
//   listed where the one is open and the other is not.
// parameter as_of: date -- The day that is asked about.
// column function: id -- What is there.
// column name: text -- Its name.
// column relies_on: id -- What it relies on.
// column relies_on_name: text -- Its name.
// column areas: list -- Ids of the areas (those without parts) where the second is not there.
// column perhaps: list -- Ids of the areas where blanks hide whether it is.
// column verdict: text -- missing: in at least one area. not known: blanks hide the answer everywhere.
// identity: function, relies_on
// remedy: Missing: commission what is relied on, or agree who does it meanwhile. Not known: ask for areas and dates.
// part: rows
MATCH (f:Function)-[:RELIES_ON]->(g:Function)
MATCH (a:Area)
WHERE NOT EXISTS { (a)<-[:PART_OF]-(:Area) }
UNWIND [f, g] AS one
OPTIONAL MATCH (one)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WITH f, g, a, one.id = f.id AS first, v, s,
  CASE
    WHEN v IS NULL OR EXISTS { MATCH (a)-[:PART_OF*0..]->(:Area)<-[:LEAVES_OUT]-(v) } THEN 0
    WHEN v.area_any OR EXISTS { MATCH (a)-[:PART_OF*0..]->(:Area)<-[:COVERS {sure: true}]-(v) } THEN 2
    WHEN v.area_state IN ['blank', 'missing'] OR EXISTS { MATCH (a)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(v) } THEN 1
    ELSE 0
  END AS there,
  CASE
    WHEN s.closes_latest < $as_of OR v.closes_latest < $as_of
      OR (s.status = 'closed' AND s.closes_latest IS NULL) THEN 0
    WHEN s.opens_earliest > $as_of OR v.opens_earliest > $as_of
      OR (s.status = 'planned' AND s.opens_latest IS NULL) THEN 0
    WHEN coalesce(s.opens_latest > $as_of, s.opens IS NOT NULL)
      OR coalesce(v.opens_latest > $as_of, v.opens IS NOT NULL)
      OR coalesce(s.closes_earliest < $as_of, s.closes IS NOT NULL AND NOT coalesce(s.closes_state IN ['none', 'any'], false))
      OR coalesce(v.closes_earliest < $as_of, v.closes IS NOT NULL AND NOT coalesce(v.closes_state IN ['none', 'any'], false))
      THEN 1
    ELSE 2
  END AS open
WITH f, g, a, first, CASE WHEN there < open THEN there ELSE open END AS sure
WITH f, g, a, max(CASE WHEN first THEN sure ELSE 0 END) AS here, max(CASE WHEN first THEN 0 ELSE sure END) AS relied
WHERE here > 0 AND relied < 2
ORDER BY a.id
WITH f, g, collect(CASE WHEN here = 2 AND relied = 0 THEN a.id END) AS areas,
  collect(CASE WHEN here = 1 OR relied = 1 THEN a.id END) AS perhaps
RETURN f.id AS function, f.name AS name, g.id AS relies_on, g.name AS relies_on_name, areas, perhaps,
  CASE WHEN size(areas) > 0 THEN 'missing' ELSE 'not known' END AS verdict
ORDER BY verdict, function, relies_on
// part: draw
MATCH (f:Function)-[:RELIES_ON]->(g:Function)
RETURN f.id AS source, 'Function' AS source_label, f.name AS source_name, 'RELIES_ON' AS relationship,
  g.id AS target, 'Function' AS target_label, g.name AS target_name
// part: total
MATCH (:Function)-[r:RELIES_ON]->(:Function)
RETURN count(r) AS total
