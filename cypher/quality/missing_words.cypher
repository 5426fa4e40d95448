// name: quality.missing_words
// question: What have we been told is not known yet?
// why: "TBC" is not a blank: somebody knows that it is missing. With what is known only in part it is the list to ask
//   about. The words are kept as they were written.
// column label: text -- What sort of thing it is.
// column id: id -- Which one.
// column name: text -- Its name.
// column missing: list -- The fields that are stated to be missing.
// column half: list -- The fields that are known in part.
// column words: list -- What is written there, field by field.
// identity: label, id
// remedy: Ask the owner or the provider, and put the answer in place of the words.
// part: rows
MATCH (n)
WHERE NOT n:_Meta AND NOT n:Finding AND NOT n:Forecast
  AND any(key IN keys(n) WHERE key ENDS WITH '_state' AND n[key] IN ['missing', 'half'])
UNWIND keys(n) AS key
WITH n, key WHERE key ENDS WITH '_state' AND n[key] IN ['missing', 'half']
WITH n, key, substring(key, 0, size(key) - 6) AS field ORDER BY key
WITH n, collect(CASE WHEN n[key] = 'missing' THEN field END) AS missing,
  collect(CASE WHEN n[key] = 'half' THEN field END) AS half,
  collect(field + ': ' + coalesce(n[field + '_words'], n[field])) AS words
RETURN CASE WHEN n:Organisation THEN 'Organisation' ELSE labels(n)[0] END AS label, n.id AS id, n.name AS name, missing,
  half, words
ORDER BY label, id
// part: draw
MATCH (n)
WHERE NOT n:_Meta AND NOT n:Finding AND NOT n:Forecast
  AND any(key IN keys(n) WHERE key ENDS WITH '_state' AND n[key] IN ['missing', 'half'])
RETURN n.id AS source, CASE WHEN n:Organisation THEN 'Organisation' ELSE labels(n)[0] END AS source_label,
  coalesce(n.name, n.id) AS source_name, null AS relationship, null AS target, null AS target_label, null AS target_name
// part: total
MATCH (n)
WHERE NOT n:_Meta AND NOT n:Finding AND NOT n:Forecast
RETURN count(n) AS total
