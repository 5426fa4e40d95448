"""Hold the guard to its promise: what is not one reading statement does not pass, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.stores import StatementRefused, Store, refuse_unless_reading

HOSTILE = [
    # writing clauses, plainly and in odd letters
    "CREATE (n)", "create (n)", "CrEaTe (n)", "MATCH (n) DELETE n", "MATCH (n) DETACH DELETE n",
    "MATCH (n) NODETACH DELETE n",
    "MATCH (n) SET n.x = 1", "MATCH (n) SET n:Label", "MATCH (n) SET n += {x: 1}", "MATCH (n) REMOVE n.x",
    "MERGE (n:Thing {id: 'a'})", "MERGE (n) ON CREATE SET n.x = 1", "INSERT (n:Thing)", "MATCH (n) INSERT (m)",
    "FOREACH (x IN [1] | CREATE (n))", "MATCH (n) FOREACH (x IN [1] | SET n.x = x)", "MATCH (n) RETURN n SET n.x = 1",
    # definitions, rights, other databases, settings of a session
    "DROP INDEX thing", "CREATE INDEX i FOR (n:Thing) ON (n.x)",
    "CREATE CONSTRAINT c FOR (n:T) REQUIRE n.x IS UNIQUE",
    "DROP DATABASE neo4j", "ALTER DATABASE neo4j SET ACCESS READ ONLY",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "GRANT ROLE admin TO me", "SHOW USERS", "USE system MATCH (n) RETURN n",
    "MATCH (n) CALL { USE other MATCH (m) RETURN m } RETURN n",
    "BEGIN", "COMMIT", ":param x => 1", "CYPHER runtime=slotted MATCH (n) RETURN n", "EXPLAIN MATCH (n) RETURN n",
    "PROFILE CREATE (n)", "TERMINATE TRANSACTIONS 'x'", "START n = node(*) RETURN n",
    # reaching outside the graph
    "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "LOAD CSV WITH HEADERS FROM 'http://x' AS l RETURN l",
    "MATCH (n) LOAD CSV FROM 'x' AS l RETURN l", "WITH 1 AS x LOAD/**/CSV FROM 'x' AS l RETURN l",
    "RETURN apoc.load.json('http://x') AS x", "RETURN apoc . load . json ('x') AS x",
    "RETURN `apoc`.load.json('x') AS x",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n)', {}) AS x",
    # procedures
    "CALL dbms.components()", "CALL apoc.cypher.doIt('CREATE (n)', {})", "CALL db.createLabel('x')",
    "CALL db.labels.evil()",
    "CALL `db`.`labels`()", "CALL db.`labels`()", "CALL /* db.labels */ dbms.listConfig()",
    "MATCH (n) CALL apoc.nodes.delete(n)",
    "CALL custom", "CALL", "CALL db.labels() YIELD label CREATE (n)",
    # subqueries
    "CALL { CREATE (n) }", "CALL { MATCH (n) DELETE n } RETURN 1 AS x", "MATCH (n) CALL (n) { SET n.x = 1 } RETURN n",
    "UNWIND [1] AS x CALL { WITH x CALL { WITH x MERGE (n {x: x}) } } RETURN x",
    "CALL { RETURN 1 AS x } IN TRANSACTIONS RETURN x",
    "CALL { RETURN 1 AS x } IN 3 CONCURRENT TRANSACTIONS RETURN x", "RETURN EXISTS { MATCH (n) SET n.x = 1 } AS x",
    "RETURN COUNT { CREATE (n) RETURN n } AS x",
    # two statements, or none
    "MATCH (n) RETURN n; MATCH (n) DELETE n", "RETURN 1 AS x;; RETURN 2 AS y", "RETURN 1 AS x; // \nCREATE (n)", "",
    "  \n", ";",
    "// only a comment", "/* only a comment */",
    # comments and quotes that two readers may close at different places
    "MATCH (n) /* */ SET /* */ n.x = 1", "MATCH (n) // \n SET n.x = 1", "MATCH (n) //\r SET n.x = 1",
    "MATCH (n) RETURN n /* open",
    "MATCH (n) //\u2028 ' \nSET n.x = 1 //'", "MATCH (n) //\x85SET n.x = 1", "RETURN 'open", 'RETURN "open',
    "RETURN `open",
    "RETURN 'a\\' AS x SET n.x = 1", "RETURN 'a' AS x SET n.y = 'b'",
    "MATCH (n) WHERE n.x = '\\\\' SET n.y = '\\\\' RETURN n",
    "/*/ */ CREATE (n)", "MATCH (n) /* /* */ SET n.x = 1 /* */ RETURN n",
    # escapes that are undone before the statement is cut
    "MATCH (n) \\u0053ET n.x = 1", "MATCH (n) S\\u0045T n.x = 1", "RETURN '\\u0027 CREATE (n) //' AS x",
    "RETURN '\\U0027' AS x",
    "MATCH (n) \\uuu0053ET n.x = 1",
    # spaces and letters that are not what they look like
    "MATCH (n)\u00a0SET n.x = 1", "MATCH (n)\u2003SET\u2003n.x = 1", "MATCH (n)\u3000DELETE n",
    "MATCH (n) S\u200bET n.x = 1",
    "MATCH (n) \u017fET n.x = 1", "MATCH (n) \uff33\uff25\uff34 n.x = 1", "MATCH (n) \ufeffSET n.x = 1",
    "\ufeffCREATE (n)",
    "MATCH (n) SET\x0bn.x = 1", "MATCH (n) SET\x0cn.x = 1", "MATCH (n) RETURN n \x00 SET n.x = 1",
    "MATCH (n) \u202eSET n.x = 1",
    "RETURN '\ud800' AS x",
    # a word that runs into its neighbour
    "MATCH (n)SET n.x=1", "MATCH (n)WHERE 1=1SET n.x=1", "MATCH (n)WHERE n.x>1.SET n.x=1",
    "MATCH (n)WHERE n.x>1e5SET n.x=1",
    "MATCH (n)WHERE n.x>0x1SET n.x=1", "MATCH (n)WHERE n.x='a'SET n.x=1", "MATCH (n)WHERE n.`x`SET n.x=1",
    "MATCH (n)WHERE true SET n.x=$x",
    "MATCH (n)WHERE n.x=$x SET n.x=1", "MATCH (n)WITH n,1 AS a SET n.x=1", "MATCH (n)RETURN n.x AS SET",
    "MATCH (n)RETURN[1..SET]",
    "RETURN {a: 1, b: 2} AS m MERGE (n)", "MATCH (n) WHERE n.x > 1. SET n.x = 1", "RETURN 1 AS x " + "+ 1" * 60_000,
]  # fmt: skip

FRIENDLY = [
    "MATCH (n) RETURN n", "match (n) return n;", "OPTIONAL MATCH (n) RETURN n", "UNWIND $rows AS row RETURN row",
    "RETURN 1 AS x",
    "WITH 1 AS x RETURN x", "MATCH (n:Set) WHERE n.delete = 'CREATE' RETURN n.set AS x",
    "MATCH (n:`CREATE`) RETURN n AS `SET`",
    "MATCH (a)-[:MERGE|DROPS]->(b) RETURN b", "RETURN {set: 1, delete: 2} AS m",
    "MATCH (n) RETURN n {.set, .name} AS m",
    "RETURN $set AS x, $`delete` AS y", "MATCH (n) RETURN n // SET n.x = 1", "/* CREATE */ RETURN 'it''s' AS x",
    "RETURN \"a\\\"SET\" AS x",
    "CALL db.labels() YIELD label RETURN label", "CALL db.relationshipTypes()",
    "CALL { MATCH (n) RETURN n } RETURN n",
    "MATCH (n) CALL (n) { WITH n MATCH (n)--(m) RETURN m } RETURN m", "RETURN 1 AS x UNION ALL RETURN 2 AS x",
    "RETURN date.truncate('month', date()) AS d, duration.between(date(), date()).days AS n",
    "RETURN 1.5e3 + 0x1F + .5 + 1_000 AS x",
    "MATCH p = shortestPath((a)-[*..5]-(b)) RETURN length(p) AS n",
    "RETURN [x IN range(1, 3) WHERE x > 1 | x * 2][1..] AS l",
    "MATCH (n) WHERE EXISTS { MATCH (n)--(m) WHERE m.x = 1 } RETURN n",
    "RETURN CASE WHEN true THEN 'a' ELSE 'b' END AS x",
    "MATCH (n:\u00c9tablissement {nom: 'caf\u00e9 \u2026'}) RETURN n.\u6f22 AS x", "MATCH (n)\r\nRETURN n\r\n",
    "RETURN 'C:\\\\new' AS x",
    "MATCH (start)-[use:USES]->(end) RETURN start, end",
    "MATCH (n) WHERE n.x IN ['SET'] RETURN n ORDER BY n.x SKIP 1 LIMIT 2",
]  # fmt: skip


def is_taken(statement: str) -> bool:
    """Whether the guard lets a statement pass."""
    try:
        refuse_unless_reading(statement)
    except StatementRefused:
        return False
    return True


@pytest.mark.parametrize("statement", HOSTILE, ids=lambda text: ascii(text[:60]))
def test_what_may_do_more_than_read_is_refused(statement: str) -> None:
    """Everything but one reading statement is refused, with what was found and its line and column."""
    with pytest.raises(StatementRefused, match=r"^PG320 line \d+, column \d+: .+ here\. .+\.$"):
        refuse_unless_reading(statement)


@pytest.mark.parametrize("statement", FRIENDLY, ids=lambda text: ascii(text[:60]))
def test_what_only_reads_passes(statement: str) -> None:
    """Names, texts and comments that only look like writing do no harm; a writing clause after them is still found."""
    assert is_taken(statement)
    assert not is_taken(f"{statement}\n CREATE (made)")


def test_the_place_is_told() -> None:
    """The place is that of the word which was found, counted in lines and columns from 1."""
    with pytest.raises(StatementRefused, match="line 3, column 4: DELETE is not taken here"):
        refuse_unless_reading("MATCH (n)\n// one\n   DELETE n")


def test_a_name_that_is_spelled_like_a_clause_is_told_the_way_out() -> None:
    """Who named a column after a clause is told to use backticks, and that passes."""
    with pytest.raises(StatementRefused, match="put a name that is spelled so in backticks"):
        refuse_unless_reading("MATCH (n) RETURN n.x AS set")

    refuse_unless_reading("MATCH (n) RETURN n.x AS `set`")


GAP = st.sampled_from([" ", "\n", "\r\n", "\t", "/**/", "/* ' */", '// " `\n', " /* // */ ", "//*/\n"])
CLAUSE = st.sampled_from(["SET n.x = 1", "DELETE n", "REMOVE n.x", "CREATE (m)", "MERGE (m)", "LOAD CSV FROM 'x' AS y"])
BEFORE = st.sampled_from([
    "", "WHERE n.x = 'a\\'b'", 'WITH n, "// /*" AS x', "WITH n, 1 AS `a``'b`", "UNWIND ['*/'] AS x",
])  # fmt: skip


@given(gaps=st.lists(GAP, min_size=12, max_size=12), clause=CLAUSE, before=BEFORE, lower=st.booleans())
def test_no_spacing_or_quoting_hides_a_clause(gaps: list[str], clause: str, before: str, lower: bool) -> None:
    """Whatever stands between the words of a writing statement, it is refused."""
    words = ["MATCH (n)", *before.split(" "), *(clause.lower() if lower else clause).split(" ")]
    spaces = [" " if '"' in before or "`" in before else gap for gap in gaps]
    statement = "".join(word + space for word, space in zip(words, spaces + spaces, strict=False))

    with pytest.raises(StatementRefused):
        refuse_unless_reading(statement)


@given(st.text(alphabet="'\"`/*\\ \nSETa1.:{},()$;\u017f\u2028", max_size=30))
def test_the_guard_answers_whatever_it_is_given(text: str) -> None:
    """Any text is taken or refused, and no other error leaves the guard; taken or not, it hides no clause after it."""
    taken = is_taken("RETURN 1 AS x " + text)

    assert taken in (True, False)
    assert not is_taken(f"RETURN 1 AS x {text}\n + 1 AS y SET y.z = 1")


READABLE = [
    "RETURN 'it\\'s' AS x", "RETURN 'a' /* ' */ AS x", "RETURN \"a'b\" AS x // ' \n", "RETURN '//' AS x",
    "WITH 1 AS `a``b` RETURN 2 AS x",
]  # fmt: skip


@pytest.mark.parametrize("statement", READABLE)
def test_engines_close_quotes_where_the_guard_does(store: Store, statement: str) -> None:
    """The engines agree with the guard on where texts, names and comments end."""
    assert len(store.read(statement)) == 1
