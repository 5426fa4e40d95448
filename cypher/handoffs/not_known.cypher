// name: handoffs.not_known
// question: What do we not know about the handoffs?
// why: A handoff of which half is blank can be neither trusted nor faulted. It is the list to ask about.
// column handoff: id -- The handoff.
// column name: text -- Its name.
// column blanks: list -- The fields that are blank or stated to be missing: to, protocol, agreement, max_wait, owner.
// column owner: text -- The role to ask, if stated.
// identity: handoff
// remedy: Ask the owner; where there is no owner, name one first.
// part: rows
MATCH (h:Handoff)
WITH h, [f IN [
    CASE WHEN NOT EXISTS { (h)-[:TO]->(:Service) } AND NOT coalesce(h.to_state = 'none', false) THEN 'to' END,
    CASE WHEN h.protocol IS NULL AND NOT coalesce(h.protocol_state = 'none', false) THEN 'protocol' END,
    CASE WHEN h.agreement IS NULL AND NOT coalesce(h.agreement_state = 'none', false) THEN 'agreement' END,
    CASE WHEN h.max_wait IS NULL THEN 'max_wait' END,
    CASE WHEN h.owner IS NULL THEN 'owner' END
  ] WHERE f IS NOT NULL] AS blanks
WHERE size(blanks) > 0
RETURN h.id AS handoff, h.name AS name, blanks, h.owner AS owner
ORDER BY size(blanks) DESC, handoff
// part: draw
MATCH (h:Handoff)
WHERE h.protocol IS NULL OR h.agreement IS NULL OR h.max_wait IS NULL OR h.owner IS NULL
  OR NOT EXISTS { (h)-[:TO]->(:Service) }
OPTIONAL MATCH (h)-[w:FROM|TO]->(s:Service)
RETURN h.id AS source, 'Handoff' AS source_label, h.name AS source_name, type(w) AS relationship, s.id AS target,
  CASE WHEN s IS NULL THEN null ELSE 'Service' END AS target_label, s.name AS target_name
// part: total
MATCH (h:Handoff)
RETURN count(h) AS total
