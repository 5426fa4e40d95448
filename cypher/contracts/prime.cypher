// name: contracts.prime
// question: What hangs on each prime contract?
// why: A prime contract carries others. When it ends or changes hands, everything beneath it is touched. Without the
//   parameter every contract that has others beneath it is shown.
// parameter contract: id = nothing -- The prime contract; nothing = every one.
// column prime: id -- The prime contract.
// column contract: id -- A contract beneath it.
// column name: text -- Its name.
// column kind: text -- What sort of agreement it is.
// column levels: whole -- How many levels beneath the prime contract it lies.
// column suppliers: list -- Names of those who supply.
// column services: list -- Ids of the services that it pays for.
// column ends: date -- Its last day.
// column outlasts: yes/no -- It ends after its prime contract; nothing where one of the two ends is not stated.
// identity: prime, contract
// remedy: Where a contract outlasts its prime contract, agree who takes it over; where an end is blank, ask for it.
// part: rows
MATCH p = (c:Contract)-[:UNDER*1..]->(prime:Contract)
WHERE NOT EXISTS { (prime)-[:UNDER]->(:Contract) } AND ($contract IS NULL OR prime.id = $contract)
WITH prime, c, min(length(p)) AS levels
OPTIONAL MATCH (c)-[:WITH]->(o:Organisation)
WITH prime, c, levels, o ORDER BY o.name, o.id
WITH prime, c, levels, collect(DISTINCT o.name) AS suppliers
OPTIONAL MATCH (c)-[:FUNDS]->(s:Service)
WITH prime, c, levels, suppliers, s ORDER BY s.id
WITH prime, c, levels, suppliers, collect(DISTINCT s.id) AS services
RETURN prime.id AS prime, c.id AS contract, c.name AS name, c.kind AS kind, levels, suppliers, services,
  c.ends_latest AS ends, c.ends_latest > prime.ends_latest AS outlasts
ORDER BY prime, levels, contract
// part: draw
MATCH (c:Contract)-[:UNDER]->(above:Contract)
WHERE $contract IS NULL OR above.id = $contract OR EXISTS { (above)-[:UNDER*1..]->(:Contract {id: $contract}) }
RETURN c.id AS source, 'Contract' AS source_label, c.name AS source_name, 'UNDER' AS relationship,
  above.id AS target, 'Contract' AS target_label, above.name AS target_name
// part: total
MATCH (c:Contract)-[:UNDER*1..]->(prime:Contract)
WHERE NOT EXISTS { (prime)-[:UNDER]->(:Contract) }
WITH DISTINCT c, prime
RETURN count(*) AS total
