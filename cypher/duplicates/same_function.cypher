// name: duplicates.same_function
// question: Who does the same thing for the same people, and are they linked?
// why: Two services that do one thing for the same people are paid twice, or compete, or should be one pathway. A pair
//   is listed where both are open, one function is the other's or a kind of it, and areas, needs and ages meet. Hours
//   and steps are looked at by `duplicates`, not here. Only a handoff between them links them.
// parameter as_of: date -- The day that is asked about.
// column a: id -- The one service (the first in the order of ids).
// column a_name: text -- Its name.
// column b: id -- The other.
// column b_name: text -- Its name.
// column functions: list -- Names of what both do; of two, the narrower.
// column verdict: text -- definite: whatever is blank. possible: only if what is blank turns out so.
// column linked: yes/no -- There is a handoff between the two, in either direction.
// column handoffs: list -- Ids of these handoffs.
// column annual_value: number, GBP a year -- What the two cost together, where both are stated.
// identity: a, b
// remedy: Not linked: agree who does what, or write the handoff down. Meant to overlap: record why. Possible: ask both
//   for what is blank.
// part: rows
// What is cheap to tell comes first: open on the day (0 no, 1 perhaps, 2 yes), ages, needs, areas.
MATCH (s:Service)-[:OFFERS]->(v:Provision)
WITH s, v, CASE
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
  END AS open_s
WHERE open_s > 0
MATCH (v)-[:DELIVERS]->(f:Function)-[:PART_OF*0..]->(g:Function)<-[:DELIVERS]-(w:Provision)<-[:OFFERS]-(t:Service)
WHERE s.id < t.id OR (s.id > t.id AND f.id <> g.id)
WITH DISTINCT f, s, v, t, w, open_s, CASE
    WHEN t.closes_latest < $as_of OR w.closes_latest < $as_of
      OR (t.status = 'closed' AND t.closes_latest IS NULL) THEN 0
    WHEN t.opens_earliest > $as_of OR w.opens_earliest > $as_of
      OR (t.status = 'planned' AND t.opens_latest IS NULL) THEN 0
    WHEN coalesce(t.opens_latest > $as_of, t.opens IS NOT NULL)
      OR coalesce(w.opens_latest > $as_of, w.opens IS NOT NULL)
      OR coalesce(t.closes_earliest < $as_of, t.closes IS NOT NULL AND NOT coalesce(t.closes_state IN ['none', 'any'], false))
      OR coalesce(w.closes_earliest < $as_of, w.closes IS NOT NULL AND NOT coalesce(w.closes_state IN ['none', 'any'], false))
      THEN 1
    ELSE 2
  END AS open_t, CASE
    WHEN v.ages_any OR w.ages_any THEN 2
    WHEN v.ages_may IS NULL OR w.ages_may IS NULL THEN 1
    WHEN NOT any(i IN range(0, size(v.ages_may) - 2, 2) WHERE any(j IN range(0, size(w.ages_may) - 2, 2)
      WHERE v.ages_may[i] < w.ages_may[j + 1] AND w.ages_may[j] < v.ages_may[i + 1])) THEN 0
    WHEN any(i IN range(0, size(v.ages_sure) - 2, 2) WHERE any(j IN range(0, size(w.ages_sure) - 2, 2)
      WHERE v.ages_sure[i] < w.ages_sure[j + 1] AND w.ages_sure[j] < v.ages_sure[i + 1])) THEN 2
    ELSE 1
  END AS ages
WHERE open_t > 0 AND ages > 0
WITH f, s, v, t, w, open_s, open_t, ages, CASE
    WHEN (v.need_any OR w.need_any) AND NOT EXISTS { (v)-[:LEAVES_OUT]->(:Need) }
      AND NOT EXISTS { (w)-[:LEAVES_OUT]->(:Need) } THEN 2
    WHEN EXISTS {
        MATCH (v)-[:MEETS {sure: true}]->(:Need)<-[:PART_OF*0..]-(:Need)-[:PART_OF*0..]->(:Need)<-[:MEETS {sure: true}]-(w)
      } THEN 2
    WHEN v.need_any OR w.need_any OR v.need_state IN ['blank', 'missing'] OR w.need_state IN ['blank', 'missing']
      OR EXISTS { MATCH (v)-[:MEETS]->(:Need)<-[:PART_OF*0..]-(:Need)-[:PART_OF*0..]->(:Need)<-[:MEETS]-(w) } THEN 1
    ELSE 0
  END AS meets
WHERE meets > 0
WITH f, s, v, t, w, open_s, open_t, ages, meets, CASE
    WHEN (v.area_any OR w.area_any) AND NOT EXISTS { (v)-[:LEAVES_OUT]->(:Area) }
      AND NOT EXISTS { (w)-[:LEAVES_OUT]->(:Area) } THEN 2
    WHEN EXISTS {
        MATCH (v)-[:COVERS {sure: true}]->(:Area)<-[:PART_OF*0..]-(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS {sure: true}]-(w)
      } THEN 2
    WHEN v.area_any OR w.area_any OR v.area_state IN ['blank', 'missing'] OR w.area_state IN ['blank', 'missing']
      OR EXISTS { MATCH (v)-[:COVERS]->(:Area)<-[:PART_OF*0..]-(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(w) } THEN 1
    ELSE 0
  END AS there
WHERE there > 0
WITH f, CASE WHEN s.id < t.id THEN s ELSE t END AS a, CASE WHEN s.id < t.id THEN t ELSE s END AS b,
  CASE WHEN there = 2 AND meets = 2 AND ages = 2 AND open_s = 2 AND open_t = 2 THEN 1 ELSE 0 END AS definite
ORDER BY f.name, f.id
WITH a, b, collect(DISTINCT f.name) AS functions, max(definite) AS definite
OPTIONAL MATCH (a)<-[:FROM|TO]-(h:Handoff)-[:FROM|TO]->(b)
WITH a, b, functions, definite, h ORDER BY h.id
WITH a, b, functions, definite, collect(DISTINCT h.id) AS handoffs
RETURN a.id AS a, a.name AS a_name, b.id AS b, b.name AS b_name, functions,
  CASE definite WHEN 1 THEN 'definite' ELSE 'possible' END AS verdict, size(handoffs) > 0 AS linked, handoffs,
  a.annual_value + b.annual_value AS annual_value
ORDER BY verdict, a, b
// part: draw
MATCH (s:Service)-[:OFFERS]->(:Provision)-[:DELIVERS]->(f:Function)
WHERE NOT coalesce(s.closes_latest < $as_of, coalesce(s.status = 'closed', false)) AND EXISTS {
    MATCH (f)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(:Provision)<-[:OFFERS]-(t:Service) WHERE t.id <> s.id
  }
RETURN DISTINCT s.id AS source, 'Service' AS source_label, s.name AS source_name, 'DELIVERS' AS relationship,
  f.id AS target, 'Function' AS target_label, f.name AS target_name
// part: total
MATCH (s:Service)-[:OFFERS]->(:Provision)-[:DELIVERS]->(:Function)-[:PART_OF*0..]->(:Function)<-[:DELIVERS]-(:Provision)<-[:OFFERS]-(t:Service)
WHERE s.id <> t.id
WITH DISTINCT CASE WHEN s.id < t.id THEN s.id ELSE t.id END AS a, CASE WHEN s.id < t.id THEN t.id ELSE s.id END AS b
RETURN count(*) AS total
