// name: gaps.wait_not_met
// question: Where do people wait longer than they should?
// why: A wait that was measured counts before one that was declared. A wait that is only known to be longer than
//   something counts as too long where that is already as long as what is asked for.
// parameter as_of: date -- The day that is asked about; services that have closed by then are left out.
// column requirement: id -- What is asked for.
// column requirement_name: text -- Its name.
// column provision: id -- The provision that does it.
// column service: id -- Its service.
// column service_name: text -- The service's name.
// column asked: number, days -- The longest wait from referral to start that is asked for.
// column wait: number, days -- The wait, where stated exactly.
// column at_least: number, days -- What is known of it at least, where it is not.
// column measured: yes/no -- The wait was measured, not declared; nothing where neither is stated.
// column verdict: text -- too long: beyond what is asked for. not known: blank, or not exact enough to tell.
// identity: requirement, provision
// remedy: Too long: find out what holds people up, before capacity is bought. Not known: ask for the measured wait.
// part: rows
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WHERE r.max_wait IS NOT NULL
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
  AND coalesce(v.closes_latest >= $as_of, true)
  AND coalesce(r.opens_earliest <= $as_of, true) AND coalesce(r.closes_latest >= $as_of, true)
  AND (r.area_any OR v.area_any OR v.area_state IN ['blank', 'missing']
    OR EXISTS { MATCH (v)-[:COVERS]->(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(r) }
    OR EXISTS { MATCH (v)-[:COVERS]->(:Area)<-[:PART_OF*0..]-(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(r) })
WITH DISTINCT r, v, s,
  CASE WHEN v.wait_observed IS NOT NULL OR v.wait_observed_low IS NOT NULL OR v.wait_observed_high IS NOT NULL THEN true
    WHEN v.max_wait IS NOT NULL OR v.max_wait_low IS NOT NULL OR v.max_wait_high IS NOT NULL THEN false END AS measured
WITH r, v, s, measured,
  CASE WHEN measured THEN v.wait_observed ELSE v.max_wait END AS wait,
  CASE WHEN measured THEN v.wait_observed_low ELSE v.max_wait_low END AS at_least,
  CASE WHEN measured THEN v.wait_observed_high ELSE v.max_wait_high END AS at_most
WITH r, v, s, measured, wait, at_least, CASE
    WHEN wait > r.max_wait OR at_least >= r.max_wait THEN 'too long'
    WHEN wait <= r.max_wait OR at_most <= r.max_wait THEN 'in time'
    ELSE 'not known'
  END AS verdict
WHERE verdict <> 'in time'
RETURN r.id AS requirement, r.name AS requirement_name, v.id AS provision, s.id AS service, s.name AS service_name,
  r.max_wait AS asked, wait, at_least, measured, verdict
ORDER BY verdict DESC, requirement, provision
// part: draw
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(:Provision)<-[:OFFERS]-(s:Service)
WHERE r.max_wait IS NOT NULL
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
RETURN DISTINCT r.id AS source, 'Requirement' AS source_label, r.name AS source_name, 'ASKS_FOR' AS relationship,
  s.id AS target, 'Service' AS target_label, s.name AS target_name
// part: total
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WHERE r.max_wait IS NOT NULL
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
  AND coalesce(v.closes_latest >= $as_of, true)
  AND coalesce(r.opens_earliest <= $as_of, true) AND coalesce(r.closes_latest >= $as_of, true)
  AND (r.area_any OR v.area_any OR v.area_state IN ['blank', 'missing']
    OR EXISTS { MATCH (v)-[:COVERS]->(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(r) }
    OR EXISTS { MATCH (v)-[:COVERS]->(:Area)<-[:PART_OF*0..]-(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(r) })
WITH DISTINCT r, v
RETURN count(*) AS total
