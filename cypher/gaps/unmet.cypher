// name: gaps.unmet
// question: What should be there, and has no open service at all?
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
OPTIONAL MATCH (a:Area)
WHERE NOT EXISTS { (a)<-[:PART_OF]-(:Area) }
WITH a ORDER BY a.id
WITH collect(a.id) AS every
MATCH (r:Requirement)-[:ASKS_FOR]->(f:Function)
WHERE coalesce(r.opens_earliest <= $as_of, true) AND coalesce(r.closes_latest >= $as_of, true)
// Areas are compared by the ids of those without parts: asked for, asked for surely, left out.
WITH every, r, f,
  COLLECT { MATCH (r)-[:COVERS]->(:Area)<-[:PART_OF*0..]-(a:Area) RETURN DISTINCT a.id } AS named,
  COLLECT { MATCH (r)-[:COVERS {sure: true}]->(:Area)<-[:PART_OF*0..]-(a:Area) RETURN DISTINCT a.id } AS named_surely,
  COLLECT { MATCH (r)-[:LEAVES_OUT]->(:Area)<-[:PART_OF*0..]-(a:Area) RETURN DISTINCT a.id } AS left_out
WITH every, r, f, [x IN every WHERE (r.area_any OR x IN named) AND NOT x IN left_out] AS places,
  CASE WHEN r.area_any THEN every ELSE named_surely END AS asked
OPTIONAL MATCH (f)<-[:PART_OF*0..]-(:Function)<-[:DELIVERS]-(v:Provision)<-[:OFFERS]-(s:Service)
WITH DISTINCT every, r, f, places, asked, v, s,
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
    WHEN r.need_any OR (v.need_any AND NOT EXISTS { (v)-[:LEAVES_OUT]->(:Need) }) THEN 'yes'
    WHEN v.need_any THEN CASE WHEN EXISTS {
        MATCH (r)-[:MEETS]->(n:Need) WHERE NOT EXISTS { MATCH (n)-[:PART_OF*0..]->(:Need)<-[:LEAVES_OUT]-(v) }
      } THEN 'yes' ELSE 'no' END
    WHEN EXISTS { MATCH (r)-[:MEETS]->(:Need)-[:PART_OF*0..]->(:Need)<-[:MEETS {sure: true}]-(v) }
      OR EXISTS { MATCH (v)-[:MEETS {sure: true}]->(:Need)-[:PART_OF*0..]->(:Need)<-[:MEETS]-(r) }
      OR EXISTS { MATCH (v)-[:MEETS {sure: true}]->(:Need)<-[:PART_OF*0..]-(:Need)-[:PART_OF*0..]->(:Need)<-[:MEETS]-(r) }
      THEN 'yes'
    WHEN v.need_state IN ['blank', 'missing']
      OR EXISTS { MATCH (v)-[:MEETS]->(:Need)<-[:PART_OF*0..]-(:Need)-[:PART_OF*0..]->(:Need)<-[:MEETS]-(r) }
      THEN 'perhaps'
    ELSE 'no'
  END AS meets
OPTIONAL MATCH (m:Milestone)-[:MOBILISES]->(s)
WITH every, r, f, places, asked, v, s, state, meets, min(m.planned_finish_latest) AS promised
ORDER BY s.id, v.id
WITH every, r, f, places, asked, v, s, meets = 'no' OR state = 'closed' AS nothing, state = 'planned' AS later,
  coalesce(v.opens_latest, s.opens_latest, promised) AS opens,
  CASE WHEN state IN ['open', 'planned'] AND meets = 'yes' OR state = 'full' THEN state ELSE 'perhaps' END AS kind,
  COLLECT { MATCH (v)-[:COVERS {sure: true}]->(:Area)<-[:PART_OF*0..]-(a:Area) RETURN DISTINCT a.id } AS surely,
  COLLECT { MATCH (v)-[:COVERS]->(:Area)<-[:PART_OF*0..]-(a:Area) RETURN DISTINCT a.id } AS partly,
  COLLECT { MATCH (v)-[:LEAVES_OUT]->(:Area)<-[:PART_OF*0..]-(a:Area) RETURN DISTINCT a.id } AS without
WITH r, f, places, asked, s, opens, kind, nothing, later,
  [x IN places WHERE (v.area_any OR x IN surely) AND NOT x IN without] AS exactly,
  [x IN places WHERE (v.area_any OR v.area_state IN ['blank', 'missing'] OR x IN partly) AND NOT x IN without] AS perhaps
WITH r, f, places, asked, collect(CASE WHEN s IS NOT NULL AND NOT nothing THEN {
    service: s.id, opens: opens, kind: kind, later: later, exactly: CASE WHEN kind IN ['open', 'planned'] THEN exactly ELSE [] END,
    perhaps: CASE kind WHEN 'full' THEN [] WHEN 'perhaps' THEN perhaps ELSE [x IN perhaps WHERE NOT x IN exactly] END,
    full: CASE kind WHEN 'full' THEN perhaps ELSE [] END
  } END) AS offers
WITH r, f, asked, offers, places,
  reduce(all = [], o IN offers | CASE o.kind WHEN 'open' THEN all + o.exactly ELSE all END) AS open,
  reduce(all = [], o IN offers | CASE o.kind WHEN 'planned' THEN all + o.exactly ELSE all END) AS planned,
  // What perhaps covers hides a gap; what perhaps is only to open hides it, too, but not that something else is planned.
  reduce(all = [], o IN offers | CASE WHEN o.later THEN all ELSE all + o.perhaps END) AS unsure,
  reduce(all = [], o IN offers | CASE WHEN o.later THEN all + o.perhaps ELSE all END) AS unsure_later
WITH r, f, asked, offers, size(places) AS many, [x IN places WHERE NOT x IN open] AS unmet, planned, unsure, unsure_later
WHERE size(unmet) > 0 OR many = 0
WITH r, f, offers, unmet, planned,
  [x IN unmet WHERE x IN asked AND NOT x IN unsure AND (x IN planned OR NOT x IN unsure_later)] AS certain
WITH r, f, offers, unmet, [x IN certain WHERE NOT x IN planned] AS gap, [x IN certain WHERE x IN planned] AS later
WITH r, f, offers, CASE WHEN size(gap) > 0 THEN 1 WHEN size(later) > 0 THEN 2 ELSE 3 END AS worst,
  CASE WHEN size(gap) > 0 THEN gap WHEN size(later) > 0 THEN later ELSE unmet END AS areas
WITH r, f, worst, areas,
  [o IN offers WHERE o.kind = 'planned' AND any(x IN o.exactly WHERE x IN areas)] AS planned,
  [o IN offers WHERE any(x IN o.full WHERE x IN areas) | o.service] AS full,
  [o IN offers WHERE any(x IN o.perhaps WHERE x IN areas) | o.service] AS perhaps
RETURN r.id AS requirement, r.name AS name, f.name AS function,
  CASE worst WHEN 1 THEN 'gap' WHEN 2 THEN 'planned' ELSE 'not known' END AS verdict, areas,
  reduce(all = [], o IN planned | CASE WHEN o.service IN all THEN all ELSE all + o.service END) AS planned,
  reduce(first = null, o IN planned | CASE WHEN first IS NULL OR o.opens < first THEN o.opens ELSE first END) AS planned_from,
  reduce(all = [], x IN full | CASE WHEN x IN all THEN all ELSE all + x END) AS full,
  reduce(all = [], x IN perhaps | CASE WHEN x IN all THEN all ELSE all + x END) AS perhaps
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
