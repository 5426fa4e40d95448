// name: gaps.hours_not_stated
// question: Of which services do we not know when they are open, though somebody asks for hours?
// why: Without hours nobody can say whether nights and weekends are covered. Half-known hours ("closes at five, opening
//   not stated") are listed, too.
// parameter as_of: date -- The day that is asked about; services that have closed by then are left out.
// column provision: id -- The provision whose hours are not known.
// column service: id -- Its service.
// column service_name: text -- The service's name.
// column hours: text -- What is written about them.
// column verdict: text -- blank: nothing is stated. missing: stated to be missing. half: stated in part.
// column asked_by: list -- Ids of the requirements that ask for hours of what it does.
// identity: provision
// remedy: Ask the service for its hours; where it is closed, write `closed`.
// part: rows
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WHERE r.hours_state IN ['stated', 'half', 'any'] AND v.hours_state IN ['blank', 'missing', 'half']
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
  AND coalesce(v.closes_latest >= $as_of, true)
WITH v, s, r ORDER BY r.id
WITH v, s, collect(DISTINCT r.id) AS asked_by
RETURN v.id AS provision, s.id AS service, s.name AS service_name, v.hours AS hours, v.hours_state AS verdict, asked_by
ORDER BY service, provision
// part: draw
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WHERE r.hours_state IN ['stated', 'half', 'any'] AND v.hours_state IN ['blank', 'missing', 'half']
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
RETURN DISTINCT r.id AS source, 'Requirement' AS source_label, r.name AS source_name, 'ASKS_FOR' AS relationship,
  s.id AS target, 'Service' AS target_label, s.name AS target_name
// part: total
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WHERE r.hours_state IN ['stated', 'half', 'any']
  AND coalesce(s.closes_latest >= $as_of, NOT coalesce(s.status = 'closed', false))
  AND coalesce(v.closes_latest >= $as_of, true)
RETURN count(DISTINCT v) AS total
