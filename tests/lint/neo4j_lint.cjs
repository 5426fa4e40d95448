// Checks Cypher with Neo4j's own analyser, in the language version that the argument names: "CYPHER 5" or "CYPHER 25".
// Reads from standard input a JSON list of [id, statement]; writes a JSON list of {id, language, line, column, message},
// one for each error, to standard output.
"use strict";

const { lintCypherQuery, testData } = require("@neo4j-cypher/language-support");

const language = process.argv[2];
const ERROR = 1; // a severity of the language server protocol

// A statement's parameters get their values when it runs; the analyser knows none and complains about each.
const ABOUT_PARAMETERS = /^Parameter \$\S+ is not defined/;

// The analyser's list of what a server offers holds plugins, too; a plain Neo4j Community server has none of them.
const PLUGINS = /^(apoc|gds)\./;

function withoutPlugins(byLanguage) {
  return Object.fromEntries(Object.entries(byLanguage).map(([language, entries]) =>
    [language, Object.fromEntries(Object.entries(entries).filter(([name]) => !PLUGINS.test(name)))]));
}

const FUNCTIONS = withoutPlugins(testData.mockSchema.functions);
const PROCEDURES = withoutPlugins(testData.mockSchema.procedures);

function errorsOf(id, statement) {
  const schema = { functions: FUNCTIONS, procedures: PROCEDURES, defaultLanguage: language };
  return lintCypherQuery(statement, schema).diagnostics
    .filter((found) => found.severity === ERROR && !ABOUT_PARAMETERS.test(found.message))
    .map((found) => ({
      id,
      language,
      line: found.range.start.line + 1,
      column: found.range.start.character + 1,
      message: found.message,
    }));
}

let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => { input += chunk; });
process.stdin.on("end", () => {
  const statements = JSON.parse(input);
  const errors = statements.flatMap(([id, statement]) => errorsOf(id, statement));
  process.stdout.write(JSON.stringify(errors));
});
