// name: quality.blanks
// question: Which fields are blank, and how often?
// why: It shows where asking pays most. Only fields that an answer hangs on are counted; what is stated to be missing
//   ("TBC") is not blank and is listed by quality.missing_words.
// column label: text -- What sort of thing it is.
// column field: text -- The field.
// column blank: whole, nodes -- How many of them have nothing there.
// column nodes: whole, nodes -- How many of them there are.
// column share: number, of 1 -- The share that is blank.
// column verdict: text -- all: nobody states it. some.
// identity: label, field
// remedy: Begin with what is blank everywhere: it is mostly one question to one person.
// part: rows
WITH [
  ['Service', 'provider', 'PROVIDES'], ['Service', 'status', ''], ['Service', 'opens', ''], ['Service', 'entry', ''],
  ['Service', 'annual_value', ''], ['Service', 'capacity', ''],
  ['Provision', 'area', ''], ['Provision', 'need', ''], ['Provision', 'ages', ''], ['Provision', 'hours', ''],
  ['Provision', 'max_wait', ''], ['Provision', 'response_within', ''],
  ['Requirement', 'ages', ''], ['Requirement', 'strength', ''], ['Requirement', 'basis', ''],
  ['Requirement', 'asked_by', 'ASKED_BY'],
  ['Contract', 'buyers', 'LETS'], ['Contract', 'suppliers', 'WITH'], ['Contract', 'services', 'FUNDS'],
  ['Contract', 'starts', ''], ['Contract', 'ends', ''], ['Contract', 'annual_value', ''], ['Contract', 'notice_months', ''],
  ['Handoff', 'to', 'TO'], ['Handoff', 'protocol', ''], ['Handoff', 'agreement', ''], ['Handoff', 'max_wait', ''],
  ['Handoff', 'owner', ''],
  ['Workstream', 'led_by', 'LED_BY'], ['Workstream', 'reports_to', 'REPORTS_TO'], ['Workstream', 'starts', ''],
  ['Workstream', 'completes', ''], ['Workstream', 'budget', ''],
  ['Milestone', 'workstream', 'HAS'], ['Milestone', 'planned_finish', ''], ['Milestone', 'duration', ''],
  ['Milestone', 'owner', ''],
  ['Dependency', 'needs', 'NEEDS'], ['Dependency', 'owner', ''], ['Dependency', 'status', ''],
  ['Population', 'year', '']
] AS asked
MATCH (n:Service|Provision|Requirement|Contract|Handoff|Workstream|Milestone|Dependency|Population)
UNWIND [one IN asked WHERE one[0] = labels(n)[0]] AS one
WITH one[0] AS label, one[1] AS field, one[2] AS type, n
WITH label, field, count(n) AS nodes, sum(CASE
    WHEN n[field] IS NOT NULL OR coalesce(n[field + '_state'], 'blank') <> 'blank' THEN 0
    WHEN type <> '' AND EXISTS { MATCH (n)-[r]-() WHERE type(r) = type } THEN 0
    ELSE 1
  END) AS blank
WHERE blank > 0
RETURN label, field, blank, nodes, round(1000.0 * blank / nodes) / 1000 AS share,
  CASE WHEN blank = nodes THEN 'all' ELSE 'some' END AS verdict
ORDER BY share DESC, label, field
// part: draw
MATCH (n:Service|Provision|Requirement|Contract|Handoff|Workstream|Milestone|Dependency|Population)
RETURN DISTINCT labels(n)[0] AS source, labels(n)[0] AS source_label, labels(n)[0] AS source_name, null AS relationship,
  null AS target, null AS target_label, null AS target_name
// part: total
UNWIND [
  ['Service', 6], ['Provision', 6], ['Requirement', 4], ['Contract', 7], ['Handoff', 5], ['Workstream', 5],
  ['Milestone', 4], ['Dependency', 3], ['Population', 1]
] AS asked
MATCH (n)
WHERE asked[0] IN labels(n)
WITH DISTINCT asked[0] AS label, asked[1] AS fields
RETURN coalesce(sum(fields), 0) AS total
