// name: map.services
// question: What is there: which service does what, for whom, where and when?
// why: It is the landscape, one row for each box of a service, in the words in which it was stated.
// parameter area: id = nothing -- Only what covers this area, at least in part; nothing = everywhere.
// parameter function: id = nothing -- Only what does this function, or a kind of it; nothing = everything.
// column provision: id -- The provision: one box of a service.
// column service: id -- Its service.
// column name: text -- The service's name.
// column providers: list -- Names of those who run it.
// column functions: list -- Names of what it does.
// column status: text -- Where it stands, as stated.
// column areas: list -- Names of the areas that it covers, at least in part.
// column needs: list -- Names of the needs that it takes, at least in part.
// column ages: text -- Ages that it takes, as written.
// column steps: text -- Steps that it takes, as written.
// column hours: text -- Hours, as written.
// column opens: text -- Its first day, as written; the provision's, else the service's.
// column verdict: text -- stated: area, need and ages are stated. half: one of them in part. not known: one is blank.
// identity: provision
// remedy: Ask for what is blank, ages, areas and needs first.
// part: rows
MATCH (s:Service)-[:OFFERS]->(v:Provision)
WHERE ($area IS NULL OR v.area_any OR EXISTS {
    MATCH (v)-[:COVERS]->(:Area)<-[:PART_OF*0..]-(:Area)-[:PART_OF*0..]->(:Area {id: $area})
  }) AND ($function IS NULL OR EXISTS { MATCH (v)-[:DELIVERS]->(:Function)-[:PART_OF*0..]->(:Function {id: $function}) })
OPTIONAL MATCH (p:Organisation)-[:PROVIDES]->(s)
WITH s, v, p ORDER BY p.name, p.id
WITH s, v, collect(DISTINCT p.name) AS providers
OPTIONAL MATCH (v)-[:DELIVERS]->(f:Function)
WITH s, v, providers, f ORDER BY f.name, f.id
WITH s, v, providers, collect(DISTINCT f.name) AS functions
OPTIONAL MATCH (v)-[:COVERS]->(a:Area)
WITH s, v, providers, functions, a ORDER BY a.name, a.id
WITH s, v, providers, functions, collect(DISTINCT a.name) AS areas
OPTIONAL MATCH (v)-[:MEETS]->(n:Need)
WITH s, v, providers, functions, areas, n ORDER BY n.name, n.id
WITH s, v, providers, functions, areas, collect(DISTINCT n.name) AS needs
RETURN v.id AS provision, s.id AS service, s.name AS name, providers, functions, s.status AS status, areas, needs,
  v.ages AS ages, v.steps AS steps, v.hours AS hours, coalesce(v.opens, s.opens) AS opens,
  CASE
    WHEN any(x IN [v.area_state, v.need_state, v.ages_state] WHERE x IN ['blank', 'missing']) THEN 'not known'
    WHEN any(x IN [v.area_state, v.need_state, v.ages_state] WHERE x = 'half') THEN 'half'
    ELSE 'stated'
  END AS verdict
ORDER BY service, provision
// part: draw
MATCH (s:Service)-[:OFFERS]->(v:Provision)-[:DELIVERS]->(f:Function)
WHERE ($area IS NULL OR v.area_any OR EXISTS {
    MATCH (v)-[:COVERS]->(:Area)<-[:PART_OF*0..]-(:Area)-[:PART_OF*0..]->(:Area {id: $area})
  }) AND ($function IS NULL OR EXISTS { MATCH (f)-[:PART_OF*0..]->(:Function {id: $function}) })
RETURN DISTINCT s.id AS source, 'Service' AS source_label, s.name AS source_name, 'DELIVERS' AS relationship,
  f.id AS target, 'Function' AS target_label, f.name AS target_name
// part: total
MATCH (:Service)-[:OFFERS]->(v:Provision)
RETURN count(v) AS total
