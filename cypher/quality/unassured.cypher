// name: quality.unassured
// question: What has nobody confirmed lately?
// why: Services, contracts and plans change; what nobody has confirmed may have been true once.
// parameter since: date = as_of - 12 months -- Confirmed on or after this day is lately.
// column label: text -- Service, Provision, Requirement, Contract, Handoff, Milestone or Dependency.
// column id: id -- Which one.
// column name: text -- Its name.
// column assured_on: text -- The day on which it was last confirmed, as written.
// column assured_by: text -- The role that confirmed it.
// column verdict: text -- never: no day is stated. too long ago. not known: a day is stated, not exactly enough to tell.
// identity: label, id
// remedy: Ask the role that answers for it to confirm the row, and fill in assured_on and assured_by.
// part: rows
MATCH (n:Service|Provision|Requirement|Contract|Handoff|Milestone|Dependency)
WITH n, labels(n)[0] AS label, CASE
    WHEN n.assured_on IS NULL THEN 'never'
    WHEN n.assured_on_latest < $since THEN 'too long ago'
    WHEN n.assured_on_earliest >= $since THEN 'lately'
    ELSE 'not known'
  END AS verdict
WHERE verdict <> 'lately'
RETURN label, n.id AS id, n.name AS name, n.assured_on AS assured_on, n.assured_by AS assured_by, verdict
ORDER BY label, id
// part: draw
MATCH (n:Service|Provision|Requirement|Contract|Handoff|Milestone|Dependency)
WHERE NOT coalesce(n.assured_on_earliest >= $since, false)
RETURN n.id AS source, labels(n)[0] AS source_label, coalesce(n.name, n.id) AS source_name, null AS relationship,
  null AS target, null AS target_label, null AS target_name
// part: total
MATCH (n:Service|Provision|Requirement|Contract|Handoff|Milestone|Dependency)
RETURN count(n) AS total
