// name: gaps.response_not_met
// question: Which services answer later than they should?
// why: A service that is there and answers too late is, in a crisis, not there. A response that is only known to be
//   longer than something ("over 1") counts as late where that is already as long as what is asked for.
// parameter as_of: date -- The day that is asked about; services that have closed by then are left out.
// column requirement: id -- What is asked for.
// column requirement_name: text -- Its name.
// column provision: id -- The provision that does it.
// column service: id -- Its service.
// column service_name: text -- The service's name.
// column asked: number, hours -- The longest time to the first response that is asked for.
// column response: number, hours -- The time to the first response, where stated exactly.
// column at_least: number, hours -- What is known of it at least, where it is not.
// column verdict: text -- late: beyond what is asked for. not known: blank, or not exact enough to tell.
// identity: requirement, provision
// remedy: Late: agree what it would take to answer in time, or change the requirement. Not known: ask the service.
// part: rows
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WHERE r.response_within IS NOT NULL
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
  AND coalesce(v.closes_latest >= $as_of, true)
  AND coalesce(r.opens_earliest <= $as_of, true) AND coalesce(r.closes_latest >= $as_of, true)
  AND (r.area_any OR v.area_any OR v.area_state IN ['blank', 'missing']
    OR EXISTS { MATCH (v)-[:COVERS]->(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(r) }
    OR EXISTS { MATCH (v)-[:COVERS]->(:Area)<-[:PART_OF*0..]-(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(r) })
WITH DISTINCT r, v, s
WITH r, v, s, CASE
    WHEN v.response_within > r.response_within OR v.response_within_low >= r.response_within THEN 'late'
    WHEN v.response_within <= r.response_within OR v.response_within_high <= r.response_within THEN 'in time'
    ELSE 'not known'
  END AS verdict
WHERE verdict <> 'in time'
RETURN r.id AS requirement, r.name AS requirement_name, v.id AS provision, s.id AS service, s.name AS service_name,
  r.response_within AS asked, v.response_within AS response, v.response_within_low AS at_least, verdict
ORDER BY verdict, requirement, provision
// part: draw
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WHERE r.response_within IS NOT NULL
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
RETURN DISTINCT r.id AS source, 'Requirement' AS source_label, r.name AS source_name, 'ASKS_FOR' AS relationship,
  s.id AS target, 'Service' AS target_label, s.name AS target_name
// part: total
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WHERE r.response_within IS NOT NULL
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
  AND coalesce(v.closes_latest >= $as_of, true)
  AND coalesce(r.opens_earliest <= $as_of, true) AND coalesce(r.closes_latest >= $as_of, true)
  AND (r.area_any OR v.area_any OR v.area_state IN ['blank', 'missing']
    OR EXISTS { MATCH (v)-[:COVERS]->(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(r) }
    OR EXISTS { MATCH (v)-[:COVERS]->(:Area)<-[:PART_OF*0..]-(:Area)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(r) })
WITH DISTINCT r, v
RETURN count(*) AS total
