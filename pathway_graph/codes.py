"""List every code that the product can print, with what it means and what to do."""

from __future__ import annotations

import dataclasses

__all__ = ["CODES", "Code", "codes_page"]


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """One code: `meaning` in one sentence, `remedy` in one or two."""

    code: str
    meaning: str
    remedy: str


_TABLE: tuple[tuple[str, str, str], ...] = (
    # 100-129 files and formats
    (
        "PG100",
        "A file is not there or cannot be opened.",
        "Correct the path, close it elsewhere, or correct its rights.",
    ),
    (
        "PG101",
        "A file is of no known format, or the format that was said is not known.",
        "Say `--as FORMAT`, or save it as .xlsx.",
    ),
    (
        "PG102",
        "A file is not what its name says, or is protected.",
        "Open it in a spreadsheet program and save it as .xlsx.",
    ),
    (
        "PG103",
        "A file is larger, or would unpack to more, than is read.",
        "Split it, or fetch it again from where it came from.",
    ),
    ("PG104", "A file is damaged.", "Open it in a spreadsheet program and save it anew."),
    ("PG105", "Reading a file took too long and was stopped.", "Split it, or allow more with PATHWAY_READ_SECONDS."),
    (
        "PG106",
        "The process that read a file died or ran out of memory.",
        "Split it, or allow more with PATHWAY_READ_MEGABYTES.",
    ),
    ("PG107", "A file is no text.", "Save it again as CSV UTF-8."),
    ("PG108", "A file is no CSV.", "Close the quote that is open; inside quotes a quote is written twice."),
    ("PG109", "A file is no YAML.", "Correct the line; put quotes round texts with marks in them."),
    ("PG110", "A YAML file uses what is not read: tags, merges, aliases without end.", "Write the values out."),
    ("PG111", "A sheet, a key or a setting stands twice.", "Keep one of the two."),
    ("PG112", "A sheet's name is nearly one of the model's.", "Rename it as the message says."),
    ("PG113", "A file has no sheet of the model.", "Name the sheets as `pathway-graph template` does."),
    ("PG114", "A sheet has no headings or no column id.", "Put the headings in its first row, id first."),
    ("PG115", "A heading stands twice.", "Take one of the two columns out, or rename it."),
    ("PG116", "A column has cells and no heading.", "Write a heading above it, or empty the column."),
    ("PG117", "A heading has letters that only look like others.", "Type it again."),
    ("PG118", "A cell holds a formula whose result was not saved.", "Open the workbook, let it calculate, and save."),
    ("PG119", "Cells are merged.", "Unmerge them and write the value in each cell that it is meant for."),
    (
        "PG120",
        "A sheet reaches far beyond its cells.",
        "Delete the rows and columns beyond the last cell that is meant.",
    ),
    ("PG121", "A YAML file is not sheets of rows of cells.", "Write `Services:` and below it `- {id: a, name: A}`."),
    (
        "PG122",
        "A workbook has macros; they were not run.",
        "Nothing need be done; save it as .xlsx if they are not needed.",
    ),
    ("PG123", "A text file was read as Windows-1252.", "Save it as UTF-8 if letters look wrong."),
    ("PG124", "A sheet is not one of the model's and is not read.", "Nothing need be done if it is meant for people."),
    ("PG125", "A column is not a field of the model and is kept as text.", "Correct the heading if a field was meant."),
    ("PG126", "There are more problems than are listed.", "Mend the ones above first."),
    ("PG127", "A setting is not known and is passed over.", "Correct its key."),
    ("PG128", "A setting's value cannot be read.", "Correct it in the sheet Settings."),
    ("PG129", "A row has more cells than there are headings.", "Put quotes round texts that hold the separator."),
    # 130-159 values that cannot be read
    ("PG130", "A date cannot be read.", "Write it as 2019-04-30, April 2019, Q3 2018/19 or 2018/19."),
    ("PG131", "Hours cannot be read.", "Write them as Mon-Fri 09:00-17:00; Sat 10:00-14:00, 24/7 or closed."),
    ("PG132", "Ages cannot be read.", "Write them as 16-18, 18+, under 18 or any."),
    ("PG133", "Steps cannot be read.", "Write them as 3, 1-2 or any."),
    ("PG134", "An amount of money cannot be read.", "Write it as 73,540, 860k or 8.2m."),
    ("PG135", "A number cannot be read.", "Write digits only; `over 1` where only one end is known."),
    ("PG136", "A cell is neither yes nor no.", "Write yes or no, or leave it blank."),
    ("PG137", "A duration cannot be read.", "Write it as 10d, 2w, 4h or 3ed (elapsed days)."),
    ("PG138", "A scale cannot be read.", "Write none, or LOW-HIGH and words: 0-5 stepped care."),
    ("PG139", "Areas or needs cannot be read.", "Write ids separated by ;, any, any except X, or some of X."),
    ("PG140", "Groups cannot be read.", "Write words separated by ;, or everyone."),
    ("PG141", "A cell holds none of the choices of its column.", "Take one of the choices that the message names."),
    ("PG142", "An id has characters that ids do not have.", "Use letters A to Z, digits and . _ : / - only."),
    ("PG143", "A row has no id.", "Give it one of its own, or empty the row."),
    ("PG144", "Two rows of a file have the same id.", "Give one another id, or make them one row."),
    (
        "PG145",
        "A service's row says who, where or when, and not what.",
        "Fill in function, or use the sheet Provisions.",
    ),
    ("PG146", "A reference is not written as ids.", "Write ids separated by ;."),
    ("PG147", "A place in a document without the document.", "Fill in stated_in with a Document's id."),
    ("PG148", "A text has control characters, or marks that turn the direction of writing.", "Type it again."),
    ("PG149", "A spreadsheet turned what was typed into a date.", "Format the cell as text, then type it again."),
    ("PG150", "Something was assumed in reading a cell.", "Nothing need be done if the assumption is right."),
    ("PG151", "Words beside a value were kept and not read.", "Move them to the note if they are one."),
    ("PG152", "A person's name stood where a role belongs; it was not stored.", "Write the role."),
    ("PG153", "A cell's formula gave an error.", "Mend the formula, or type the value."),
    ("PG154", "Reading a file failed through a mistake of ours.", "Please report it, if you can with the file."),
    ("PG155", "A file is there already and would be overwritten.", "Choose another name, or move it away."),
    ("PG156", "A text is longer than a cell of a workbook holds.", "Keep it in a document, and state that."),
    (
        "PG157",
        "A map file cannot be read, or names what is not there.",
        "Write `SHEET: {sheet: Services, columns: {}}`.",
    ),
    ("PG158", "A requirement pack lacks what makes it one.", "Write Pack, and Clauses with checked_by or why_not."),
    ("PG159", "A clause of a requirement pack is not checked, and says why.", "Nothing need be done."),
    # 160-179 references and the rules of the model
    ("PG160", "A cell names something that is in no sheet.", "Correct the id, or add the row that it names."),
    ("PG161", "A row lacks a field that its label needs.", "Fill in the cell."),
    ("PG162", "Rows are parts of each other in a circle.", "Take one of them out of the column that is named."),
    ("PG163", "A step is not on the scale of its need.", "Correct the steps, or the scale in the Needs sheet."),
    ("PG164", "One row gives steps for needs on different scales.", "Give each scale a row of its own."),
    ("PG165", "A last day lies before the first.", "Correct one of the two dates."),
    ("PG166", "A constraint lacks its date, or a date its constraint.", "Fill in both, or empty both."),
    ("PG167", "A box holds nobody.", "Take out fewer areas or needs; write the hours that are asked for."),
    ("PG168", "The lowest duration is more than the highest.", "Swap the two."),
    ("PG169", "A dependency makes a milestone wait for itself.", "Take it out of needs or out of blocks."),
    ("PG170", "A percentage of work done is below 0 or above 100.", "Correct it."),
    # 180-199 rules of a load
    (
        "PG180",
        "More rows are gone from a source than may go without being told so.",
        "See that the sheet is whole, then allow them: --allow-removals N.",
    ),
    ("PG181", "A source can't be called that.", "Say another name: --source NAME."),
    ("PG182", "One file states a row twice.", "Keep one of the two."),
    ("PG183", "There is no such load or day.", "List the loads with `history`."),
    ("PG184", "A load can't be undone, since later ones changed the same facts.", "Undo the later ones first."),
    ("PG185", "There is no row with this id, or several labels have it.", "Write it with its label: Contract#k1."),
    ("PG188", "What was forgotten can't be brought back.", "Undo another load."),
    ("PG189", "A name can't be forgotten that way.", "Give the whole name, and a role in its place: --with ROLE."),
    ("PG187", "An earlier state can only be read.", "Leave out --known-at."),
    ("PG186", "A label has no such field, or the field can't be changed.", "The message names the nearest field."),
    # 200-229 workspace, ledger, lock
    ("PG201", "There is no workspace here.", "Make one with `init`, or name another with -C."),
    ("PG202", "The ledger was written by a newer version.", "Update pathway-graph."),
    ("PG203", "The ledger is damaged or not ours.", "Bring it back: `db restore BACKUP`."),
    ("PG204", "The disk is full or failed; nothing was changed.", "Make room and try again."),
    (
        "PG205",
        "The ledger needs writing, and can only be read here.",
        "Copy the workspace to a disk that can be written.",
    ),
    ("PG206", "Another program holds the ledger.", "Close it and try again."),
    ("PG207", "The workspace's folder can't be written.", "Copy it to a disk that can be written."),
    ("PG208", "Another program has written to the graph.", "Open the workspace again."),
    ("PG209", "The graph did not take all that it was given; nothing was changed.", "Run `db rebuild` and try again."),
    ("PG210", "Somebody else is writing to or reading the workspace.", "Try again when they have finished."),
    ("PG211", "The graph can't be brought into step with the ledger.", "Make it anew: `db rebuild`."),
    ("PG213", "The database holds something that is not this workspace's.", "Name an empty database."),
    ("PG214", "There is something at this place already.", "Choose another name."),
    ("PG215", "The graph can't be written; nothing was changed.", "See that the disk has room, and try again."),
    (
        "PG216",
        "The database shows a load of this workspace that another machine made.",
        "Continue from a backup of that machine.",
    ),
    ("PG218", "The graph can't be served on that port.", "Name another port."),
    ("PG219", "The graph to be served is on a server already.", "Connect there, or leave --store out."),
    ("PG220", "The ledger was altered or damaged.", "Bring it back: `db restore BACKUP`."),
    ("PG221", "The graph differs from the ledger.", "Make it anew: `db rebuild`."),
    # 230-249 backup and restore
    ("PG230", "A backup can't be written.", "Choose another place."),
    ("PG231", "A backup can't be brought back to this place.", "Choose another place."),
    ("PG232", "The file is no backup, or it is damaged.", "Use another backup."),
    # 300-319 questions
    ("PG300", "There is no question of this name.", "List the questions with `query`."),
    ("PG301", "Two files hold a question of the same name.", "Rename one of the two, also in its header."),
    ("PG302", "A line in the header of a question file is not understood.", "Write `// key: text` with a known key."),
    ("PG303", "The header of a question file lacks something.", "Add the line that the message shows."),
    ("PG304", "A question file says something twice.", "Keep one of the two."),
    ("PG305", "A question file's place and its name differ.", "Correct the name, or move the file."),
    ("PG306", "A parameter or a column is declared wrongly.", "Write `// column NAME: TYPE -- what it is`."),
    ("PG307", "A statement uses a parameter that the header does not declare.", "Declare it, or correct its name."),
    ("PG308", "The header declares a parameter that no statement uses.", "Use it, or take its line out."),
    ("PG309", "A statement does not return the columns that it should.", "Name each with AS, in the declared order."),
    ("PG310", "The identity is no column, or the rows are not ordered by it.", "Correct identity or ORDER BY."),
    ("PG311", "A question would change something.", "Take the clause out: questions only read."),
    ("PG312", "A question leaves rows out silently, or says so and does not.", "Say it in `// limit:`."),
    ("PG313", "A question file's parts are not one statement each.", "Give it `rows` and `total`, one statement each."),
    ("PG314", "A question got a parameter that it does not know.", "`query NAME` without more lists its parameters."),
    ("PG315", "A question lacks a parameter.", "Say it: `query NAME parameter=value`."),
    ("PG316", "A parameter's value cannot be read as its type.", "Dates are written 2019-03-31, yes/no as yes or no."),
    ("PG317", "A question file cannot be read.", "Save it as UTF-8 text."),
    ("PG318", "A question gave two rows of one identity.", "Collect what is many, or name more columns in `identity`."),
    ("PG319", "A question's total is not one whole number.", "Let `total` return count(...) AS total."),
    # 320-339 Cypher typed by hand
    ("PG320", "A statement may not be run: it does more than read.", "Read only; changes are for `load` and `update`."),
    ("PG321", "The graph did not understand a statement.", "Correct it at the place that is named."),
    ("PG322", "A statement did not return what was declared.", "Name each column with AS, and declare its type."),
    ("PG323", "A statement needs more memory than it may have.", "Ask for less at once: filter before sorting."),
    ("PG324", "A statement gives more rows than it may.", "Ask for less: count, or filter, or add LIMIT."),
    # 350-369 plans that cannot be scheduled
    ("PG350", "Activities wait for each other in a circle.", "Take one of the links that the message names out."),
    ("PG351", "A calendar has no working time.", "Fill in its hours."),
    ("PG352", "A date of a plan lies outside the years 1 to 9999.", "Look for a duration or lag that is far too long."),
    (
        "PG353",
        "A calendar names bank holidays that nobody knows.",
        "Write england-and-wales, scotland, northern-ireland or none.",
    ),
    ("PG354", "A duration or lag cannot be read.", "Write 5, 2.5, 4h, 1w, -2d, 3ed or 50%."),
    ("PG355", "Two rows of a plan have the same id.", "Give each an id of its own."),
    ("PG356", "A plan names something that it does not have.", "Correct the id, or add the row that it names."),
    ("PG357", "An activity waits for itself.", "Take it out of needs or out of blocks."),
    (
        "PG358",
        "A duration, a lag or a percentage of a plan is impossible.",
        "Correct it: no more than a thousand years, 0 to 100.",
    ),
    (
        "PG359",
        "A constraint of a plan lacks its date, or has one too many.",
        "Fill in both, or empty both; alap has no date.",
    ),
    ("PG360", "Activities are parts of each other in a circle.", "Take one of them out of part_of."),
    ("PG361", "A programme has no start, and none of its rows has a date.", "Fill in its starts, or say --as-of."),
    ("PG362", "What is finished or stands by hand cannot slip.", "Name an activity that is still to be done."),
    # 400-429 graph engines and servers
    ("PG400", "The graph engine failed in a way that we did not expect.", "Report it with the message."),
    ("PG401", "Another process or transaction holds the graph.", "Wait until it has finished, then try again."),
    ("PG402", "The graph is missing or damaged, or may not be read.", "Run `pathway-graph db rebuild`."),
    ("PG403", "The graph's last writer was cut off.", "Open it for writing once; any command that writes will do."),
    ("PG404", "A statement ran longer than it may; nothing that it wrote is kept.", "Ask for less at once."),
    ("PG405", "Two nodes would have the same id.", "Keep one of the two; nothing was written."),
    ("PG406", "The server does not answer.", "See that it runs, and that address and port are right."),
    ("PG407", "The server refused the user or the password.", "Set PATHWAY_NEO4J_USER and PATHWAY_NEO4J_PASSWORD."),
    ("PG408", "The driver for this sort of graph is not installed.", "Install the extra that the message names."),
    ("PG409", "The server's address is not understood.", "Write it as bolt://host:7687/database, without a password."),
    ("PG410", "The server is of no known kind, or too old.", "Use Neo4j 5 or later."),
    ("PG411", "The connection to another machine would not be encrypted.", "Write +s after the scheme of the address."),
    ("PG412", "The port is not one for Bolt.", "Name the server's Bolt port, usually 7687."),
    # 500-519 pictures and exports
    ("PG500", "A picture could not be written.", "Close it where it is open, or name another file with -o."),
    ("PG501", "Nothing on this machine can write this format.", "Install what the message names, or write SVG."),
    (
        "PG502",
        "The text of a picture would be smaller than 5 points on the page.",
        "Take a larger page, or cut it down as the message says; draw.io knows no page, and a map can be HTML.",
    ),
    ("PG503", "A renderer left out what was asked for, or failed.", "Say another with --renderer, and tell us."),
    (
        "PG504",
        "There is no such picture or format, it wants something more, or it does not know that filter.",
        "The message names what there is.",
    ),
    ("PG520", "Lanes are of what a map can't show.", "Say two different ones of those that the message names."),
    ("PG521", "More services than one page can show.", "Write HTML with areas stated, or cut the map down."),
    ("PG510", "The house style cannot be used.", "Correct the YAML file; the message names the key."),
    # 700-749 plans
    ("PG700", "A day of a calendar cannot be read.", "Write 2018-12-24 in closed, 2018-12-22 09:00-13:00 in open."),
    (
        "PG701",
        "There is no such milestone, or it is not scheduled.",
        "Take the id of a milestone: `query milestones.next`.",
    ),
    ("PG702", "What slips, or by how much, cannot be read.", 'Write --what-if "M12+10d".'),
    ("PG703", "It is not said which programme is meant, or it is not there.", "Say its id: --programme ID."),
    ("PG704", "A plan cannot be written.", "Load a plan first; close the file elsewhere, or choose another place."),
    ("PG705", "A simulation and a slip were asked for at once.", "Say --risk or --what-if, not both."),
    (
        "PG706",
        "A baseline is of another plan: it shares no milestone with today's.",
        "Name a load after which the plan was there: `history`.",
    ),
    (
        "PG707",
        "Simulations count with the package numpy, which is not installed.",
        "pip install 'pathway-graph[analysis]'; dates, floats and what-ifs need nothing.",
    ),
    ("PG710", "A plan's file is no XML, or is cut off.", "Save it again from the tool that made it."),
    (
        "PG711",
        "A plan's file declares a document type or entities, which are not read.",
        "Save it again from the tool that made it.",
    ),
    ("PG712", "A file is not in the form of its kind of plan.", "Save it as Microsoft Project XML or Primavera XER."),
    ("PG713", "A plan's file is in an encoding that it does not name rightly.", "Save it again as UTF-8."),
    ("PG714", "A value of a plan's file cannot be read.", "Correct it in the tool that made the plan."),
    ("PG715", "Something of a plan's file is not read; it is counted.", "Nothing need be done if it is not needed."),
    ("PG716", "A task's calendar is not in the file.", "Add the calendar in the tool that made the plan."),
    ("PG717", "A link names a task that is not in the file.", "Nothing need be done if that task was deleted."),
    (
        "PG718",
        "Other planners' files are read by the package mpxj, which is not installed.",
        "pip install 'pathway-graph[planners]', or save the plan as Microsoft Project XML.",
    ),
    (
        "PG719",
        "Other planners' files are read by MPXJ, which needs Java, and none that runs was found.",
        "Install Java 17 or later, or set JAVA_HOME to its folder.",
    ),
    ("PG720", "MPXJ cannot read the file.", "See that it is whole and has no password; or save it as XML."),
    ("PG740", "The range of a duration does not hold the duration itself.", "Put the least first, the most last."),
    ("PG741", "A file of ranges cannot be read.", "docs/risk.md shows one."),
    ("PG742", "Ranges or drivers name what is not there, or contradict each other.", "Name what is in the plan."),
    ("PG743", "A scenario contradicts itself.", "Say once what becomes of each thing."),
    ("PG744", "An option would change nothing.", "Write what is to be otherwise."),
    # 900-949 usage of the command line
    ("PG900", "The command line was put wrongly.", "See the command's --help."),
    ("PG901", "Two forms of output were asked for at once.", "Say --json or --csv, not both."),
    ("PG902", "A day was not written as one.", "Write it as 2018-01-30."),
    ("PG903", "Several workspaces are equally near.", "Name one with -C."),
    ("PG904", "There is no workspace here or above.", "Make one with `pathway-graph init NAME`, or name one with -C."),
    ("PG905", "An earlier state was to be written to.", "Leave --known-at out: it only looks back."),
    ("PG906", "A word on the command line is no NAME=VALUE.", "Write the name, =, and the value, without spaces."),
    ("PG907", "There is no such code.", "Codes are PG and three digits, as in PG160."),
    ("PG908", "A workbook's name must end in .xlsx.", "Name it so."),
    ("PG909", "A filter names what is not there.", "Take the id of a row; the message names what is near."),
    ("PG910", "The file of pieces that are not covered can't be written.", "Close it, or name another file."),
    ("PG911", "The days between which to look are not two, or the wrong way round.", "Say --from and a later --until."),
    (
        "PG912",
        "A decision about two rows that look like one can't be read.",
        "Write same or different, or leave it blank.",
    ),
    ("PG913", "No finding of that id is on record, or several are.", "List them: `findings list`."),
    ("PG914", "A finding can't be accepted or reopened like that.", "The message says what is wanted."),
    ("PG915", "No finding of that kind is on record.", "The message names the kinds that are."),
    ("PG999", "A defect of ours.", "Run the command again with --debug and send us what it prints."),
)

CODES: dict[str, Code] = {row[0]: Code(*row) for row in _TABLE}
"""Code -> meaning and remedy. A code never changes its meaning; a retired one is not used again."""


def codes_page() -> str:
    """Write docs/codes.md: every code with its meaning and remedy."""
    from .tables import markdown_table

    head = "# The codes: what is wrong, and what to do\n\n"
    head += "Generated from `pathway_graph/codes.py` by `python3 dev.py docs`; do not edit.\n"
    rows = [[f"`{c.code}`", c.meaning, c.remedy] for c in CODES.values()]
    return f"{head}\n{markdown_table(['Code', 'What it means', 'What to do'], rows)}"
