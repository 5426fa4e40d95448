"""Write the page that lists every question, and says how to write one's own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pathway_graph.questions.arguments import KINDS
from pathway_graph.questions.headers import PICTURE_COLUMNS, Question
from pathway_graph.questions.library import all_questions

__all__ = ["EXAMPLE", "questions_page"]

EXAMPLE = """\
// name: mine.capacity
// question: Which services can take fewer people than a given number?
// why: A service that is there and can take nobody more is, for the next person, not there.
// parameter least: whole = 20 -- How many people a service should be able to take.
// column service: id -- The service.
// column name: text -- Its name.
// column capacity: whole, people -- How many people it can have at once.
// column verdict: text -- small: fewer than asked for. not known: it is not stated.
// identity: service
// remedy: Small: ask whether it could grow. Not known: ask the service.
// part: rows
MATCH (s:Service)
WHERE s.capacity IS NULL OR s.capacity < $least
RETURN s.id AS service, s.name AS name, s.capacity AS capacity,
  CASE WHEN s.capacity IS NULL THEN 'not known' ELSE 'small' END AS verdict
ORDER BY verdict DESC, service
// part: total
MATCH (s:Service)
RETURN count(s) AS total
"""
"""A question file in full, as the page shows it."""

_OPENING = """\
# Questions

Generated from the headers of the question files by `python3 dev.py docs`; do not edit.

A question is one file: a header in plain words, and Cypher that answers it. `pathway-graph query` lists the questions,
`pathway-graph query NAME` asks one, `pathway-graph query NAME --cypher` prints its file. In Python:
`ws.query("contracts.ending", by="2019-03-31")`.

Every answer says how many of how many: the rows are some of the total. A row whose verdict is *not known* rests on a
blank, and says on which.

## Your own question in five minutes

1. In the workspace's folder make the folder `cypher`, in it one for your topic: `NAME.pathway/cypher/mine/`.
2. Copy a file of the package (`pathway-graph query gaps.unmet --cypher`), or what stands below, into `capacity.cypher`.
3. `pathway-graph query mine.capacity least=50`. It is a question at once; what is wrong with the file is told with its
   line, all of it at once. Other questions go on working meanwhile.

```cypher
{example}```

What the header says, each on a line of its own that begins with `//`; a line that begins with `//` and two or more
spaces goes on with the one above:

| key | what it says |
|---|---|
| `name` | topic and name, as the file's place gives them: `mine/capacity.cypher` is `mine.capacity` |
| `question` | the question in plain English, as a board member would ask it |
| `why` | why the answer matters, and what counts and what does not |
| `parameter NAME: TYPE = DEFAULT -- WORDS` | what the asker may say; without a default it has to be said |
| `column NAME: TYPE, UNIT -- WORDS` | what a row tells, in the order in which `rows` returns it |
| `identity` | the columns by which a row is known: no two rows have the same ones |
| `remedy` | what to do about a row |
| `limit` | what is left out, only where a statement has LIMIT or SKIP: nothing is left out silently |
| `part` | below it stands one statement: `rows`, `total`, and, if there is to be a picture, `draw` |

Types are {types}. Defaults are a value of the type, `nothing` (null), or for a date `as_of`, `as_of + 6 months`,
`as_of - 30 days`: `as_of` is the day that is asked about. Days are ISO text in the graph (`opens_latest`), so `<`
compares them.

What the parts return:

- `rows`: the declared columns, each named with AS, ordered by what is most useful and at last by the identity.
- `total`: one row, one column `total`: how many there are of what the rows are some of.
- `draw`: {picture}; one row a line of the picture. A node without a line has null from `relationship` on.

Statements only read, and use the part of Cypher that every engine answers alike: [cypher.md](cypher.md). What nodes,
properties and relationships there are: [schema.md](schema.md), or `pathway-graph query schema.labels`.

To add a question to the package itself, put it into `cypher/TOPIC/` with a file of golden rows beside it (`NAME.yaml`:
a case with something to tell, one with nothing, one that cannot be told).
"""


def questions_page() -> str:
    """Write docs/questions.md: how to write a question, then every question of the package, topic by topic."""
    known = all_questions()
    types = ", ".join(f"`{name}` ({words})" for name, words in KINDS.items())
    picture = ", ".join(f"`{name}`" for name in PICTURE_COLUMNS)
    parts = [_OPENING.format(example=EXAMPLE, types=types, picture=picture), "## All questions\n", *_contents(known)]
    for question in known:
        parts += ["", *_section(question)]
    return "\n".join(parts) + "\n"


def _contents(known: tuple[Question, ...]) -> Iterator[str]:
    yield "| question | what it asks |"
    yield "|---|---|"
    for _, questions in itertools.groupby(known, key=lambda question: question.name.partition(".")[0]):
        for question in questions:
            anchor = question.name.replace(".", "")
            yield f"| [`{question.name}`](#{anchor}) | {question.question} |"


def _section(question: Question) -> Iterator[str]:
    yield f"### {question.name}\n"
    yield f"**{question.question}** {question.why}\n"
    if question.parameters:
        yield "| parameter | type | default | |"
        yield "|---|---|---|---|"
        for parameter in question.parameters:
            default = "(has to be said)" if parameter.default is None else f"`{parameter.default}`"
            default = "the workspace's day" if parameter.name == "as_of" else default
            yield f"| `{parameter.name}` | {parameter.type} | {default} | {parameter.description} |"
        yield ""
    yield "| column | type | |"
    yield "|---|---|---|"
    for column in question.columns:
        unit = f", {column.unit}" if column.unit else ""
        yield f"| `{column.name}` | {column.type}{unit} | {column.description} |"
    identity = ", ".join(f"`{name}`" for name in question.identity)
    yield ""
    yield f"One row for each {identity}. What to do: {question.remedy}"
