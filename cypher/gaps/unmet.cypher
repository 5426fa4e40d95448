// name: gaps.unmet
// question: What should be there, and is not?
// why: A requirement that nobody meets is where people are left with nobody. A service counts where it does what is
//   asked for (or a kind of it), takes a need of the requirement, and covers the area, and only while it is open and
//   takes people. Ages, steps and hours are looked at by `gaps`, not here.
// parameter as_of: date -- The day that is asked about.
// column requirement: id -- What is asked for.
// column name: text -- Its name.
// column function: text -- What should be done.
// column verdict: text -- gap: nobody. planned: only services that are not open yet. not known: blanks hide the answer.
// column areas: list -- The areas of which that is so (those without parts).
// column planned: list -- Services that are to open there.
// column planned_from: date -- The first day on which one of them is to be open, as promised.
// column full: list -- Services that do it there and take nobody new: full or paused.
// column perhaps: list -- Services that would meet it if what is blank about them were stated.
// identity: requirement
// remedy: A gap: commission it, or record why not. Planned: watch the milestone that opens it. Not known: ask the
//   services in `perhaps` for their areas, needs and dates.
// part: rows
MATCH (r:Requirement)-[:ASKS_FOR]->(f:Function)
WHERE coalesce(r.opens_earliest <= $as_of, true) AND coalesce(r.closes_latest >= $as_of, true)
OPTIONAL MATCH (a:Area)
WHERE NOT EXISTS { (a)<-[:PART_OF]-(:Area) }
  AND (r.area_any OR EXISTS { MATCH (a)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(r) })
  AND NOT EXISTS { MATCH (a)-[:PART_OF*0..]->(:Area)<-[:LEAVES_OUT]-(r) }
OPTIONAL MATCH (f)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WITH DISTINCT r, f, a, v, s
OPTIONAL MATCH (m:Milestone)-[:MOBILISES]->(s)
WITH r, f, a, v, s, coalesce(v.opens_latest, s.opens_latest, min(m.planned_finish_latest)) AS opens
WITH r, f, a, v, s, opens,
  coalesce(r.area_any, false) OR EXISTS { MATCH (a)-[:PART_OF*0..]->(:Area)<-[:COVERS {sure: true}]-(r) } AS asked,
  CASE
    WHEN s.closes_latest < $as_of OR v.closes_latest < $as_of
      OR (s.status = 'closed' AND s.closes_latest IS NULL) THEN 'closed'
    WHEN s.opens_earliest > $as_of OR v.opens_earliest > $as_of
      OR (s.status = 'planned' AND s.opens_latest IS NULL) THEN 'planned'
    WHEN s.status IN ['full', 'paused'] THEN 'full'
    WHEN coalesce(s.opens_latest > $as_of, s.opens IS NOT NULL)
      OR coalesce(v.opens_latest > $as_of, v.opens IS NOT NULL)
      OR coalesce(s.closes_earliest < $as_of, s.closes IS NOT NULL AND NOT coalesce(s.closes_state IN ['none', 'any'], false))
      OR coalesce(v.closes_earliest < $as_of, v.closes IS NOT NULL AND NOT coalesce(v.closes_state IN ['none', 'any'], false))
      THEN 'not known'
    ELSE 'open'
  END AS state,
  CASE
    WHEN EXISTS { MATCH (a)-[:PART_OF*0..]->(:Area)<-[:LEAVES_OUT]-(v) } THEN 'no'
    WHEN v.area_any OR EXISTS { MATCH (a)-[:PART_OF*0..]->(:Area)<-[:COVERS {sure: true}]-(v) } THEN 'yes'
    WHEN v.area_state IN ['blank', 'missing'] OR EXISTS { MATCH (a)-[:PART_OF*0..]->(:Area)<-[:COVERS]-(v) } THEN 'perhaps'
    ELSE 'no'
  END AS there,
  CASE
    WHEN r.need_any OR (v.need_any AND NOT EXISTS { (v)-[:LEAVES_OUT]->(:Need) }) THEN 'yes'
    WHEN v.need_any THEN CASE WHEN EXISTS {
        MATCH (r)-[:MEETS]->(n:Need) WHERE NOT EXISTS { MATCH (n)-[:PART_OF*0..]->(:Need)<-[:LEAVES_OUT]-(v) }
      } THEN 'yes' ELSE 'no' END
    WHEN EXISTS { MATCH (r)-[:MEETS]->(:Need)-[:PART_OF*0..]->(:Need)<-[:MEETS {sure: true}]-(v) }
      OR EXISTS { MATCH (r)-[:MEETS]->(:Need)<-[:PART_OF*0..]-(:Need)<-[:MEETS {sure: true}]-(v) } THEN 'yes'
    WHEN v.need_state IN ['blank', 'missing']
      OR EXISTS { MATCH (r)-[:MEETS]->(:Need)-[:PART_OF*0..]->(:Need)<-[:MEETS]-(v) }
      OR EXISTS { MATCH (r)-[:MEETS]->(:Need)<-[:PART_OF*0..]-(:Need)<-[:MEETS]-(v) } THEN 'perhaps'
    ELSE 'no'
  END AS meets
WITH r, f, a, s, opens, asked,
  CASE
    WHEN v IS NULL OR a IS NULL OR there = 'no' OR meets = 'no' OR state = 'closed' THEN 'nothing'
    WHEN state = 'full' THEN 'full'
    WHEN there = 'perhaps' OR meets = 'perhaps' OR state = 'not known' THEN 'perhaps'
    ELSE state
  END AS kind
ORDER BY a.id, s.id
WITH r, f, a, asked,
  collect(DISTINCT CASE WHEN kind = 'open' THEN s.id END) AS open,
  collect(DISTINCT CASE WHEN kind = 'planned' THEN s.id END) AS planned,
  min(CASE WHEN kind = 'planned' THEN opens END) AS planned_from,
  collect(DISTINCT CASE WHEN kind = 'full' THEN s.id END) AS full,
  collect(DISTINCT CASE WHEN kind = 'perhaps' THEN s.id END) AS perhaps
WHERE size(open) = 0
WITH r, f, a, planned, planned_from, full, perhaps,
  CASE WHEN a IS NULL OR NOT asked OR size(perhaps) > 0 THEN 3 WHEN size(planned) > 0 THEN 2 ELSE 1 END AS rank
ORDER BY a.id
WITH r, f, min(rank) AS worst,
  collect({rank: rank, area: a.id, planned: planned, planned_from: planned_from, full: full, perhaps: perhaps}) AS places
WITH r, f, worst, [p IN places WHERE p.rank = worst] AS places
UNWIND places AS place
WITH r, f, worst, collect(place.area) AS areas, min(place.planned_from) AS planned_from, collect(place.planned) AS planned,
  collect(place.full) AS full, collect(place.perhaps) AS perhaps
RETURN r.id AS requirement, r.name AS name, f.name AS function,
  CASE worst WHEN 1 THEN 'gap' WHEN 2 THEN 'planned' ELSE 'not known' END AS verdict, areas,
  reduce(all = [], some IN planned | all + [x IN some WHERE NOT x IN all]) AS planned, planned_from,
  reduce(all = [], some IN full | all + [x IN some WHERE NOT x IN all]) AS full,
  reduce(all = [], some IN perhaps | all + [x IN some WHERE NOT x IN all]) AS perhaps
ORDER BY worst, requirement
// part: draw
MATCH (r:Requirement)-[:ASKS_FOR]->(f:Function)
WHERE coalesce(r.opens_earliest <= $as_of, true) AND coalesce(r.closes_latest >= $as_of, true)
OPTIONAL MATCH (f)<-[:PART_OF*0..]-(g:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WITH DISTINCT r, f, s
RETURN r.id AS source, 'Requirement' AS source_label, r.name AS source_name,
  CASE WHEN s IS NULL THEN null ELSE 'ASKS_FOR' END AS relationship,
  s.id AS target, CASE WHEN s IS NULL THEN null ELSE 'Service' END AS target_label, s.name AS target_name
// part: total
MATCH (r:Requirement)-[:ASKS_FOR]->(:Function)
WHERE coalesce(r.opens_earliest <= $as_of, true) AND coalesce(r.closes_latest >= $as_of, true)
RETURN count(r) AS total
