// name: contracts.only_payer
// question: Which services does one contract alone pay for, and what is asked of them?
// why: When such a contract ends, its services have nothing else, and the requirements that ask for what they do are the
//   first to be at risk. How much of each requirement it is, says the command contracts.
// column service: id -- The service.
// column name: text -- Its name.
// column contract: id -- The only contract that pays for it.
// column ends: date -- The contract's last day (the latest that it can be).
// column verdict: text -- ends: a last day is stated. runs on: without an end, stated. not known: no end is stated.
// column functions: list -- Ids of what the service does.
// column requirements: list -- Ids of the requirements that ask for it, or for something that it is a kind of.
// identity: service
// remedy: Put a successor beside the contract before it ends, or spread what it pays for.
// part: rows
MATCH (c:Contract)-[:FUNDS]->(s:Service)
WITH s, collect(DISTINCT c) AS contracts
WHERE size(contracts) = 1
WITH s, head(contracts) AS c
WITH s, c, COLLECT {
    MATCH (s)-[:OFFERS]->(:Provision)-[:DELIVERS]->(f:Function) RETURN DISTINCT f.id AS id ORDER BY id
  } AS functions, COLLECT {
    MATCH (s)-[:OFFERS]->(:Provision)-[:DELIVERS]->(:Function)-[:PART_OF*0..]->(:Function)<-[:ASKS_FOR]-(r:Requirement)
    RETURN DISTINCT r.id AS id ORDER BY id
  } AS requirements
RETURN s.id AS service, s.name AS name, c.id AS contract, coalesce(c.ends_latest, c.ends_earliest) AS ends, CASE
    WHEN c.ends_latest IS NOT NULL OR c.ends_earliest IS NOT NULL THEN 'ends'
    WHEN c.ends_state IN ['none', 'any'] THEN 'runs on'
    ELSE 'not known'
  END AS verdict, functions, requirements
ORDER BY ends, service
// part: draw
MATCH (c:Contract)-[:FUNDS]->(s:Service)
RETURN c.id AS source, 'Contract' AS source_label, c.name AS source_name, 'FUNDS' AS relationship,
  s.id AS target, 'Service' AS target_label, s.name AS target_name
// part: total
MATCH (:Contract)-[:FUNDS]->(s:Service)
RETURN count(DISTINCT s) AS total
