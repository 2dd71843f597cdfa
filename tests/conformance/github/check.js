// Holds questions in GraphQL and their answers against GitHub's own schema, and one REST path against its own types.
//
// Standard input: {"exchanges": [{"request": {"query", "variables"}, "answer": {"data", "errors"?}}, …],
//                  "path": "/repos/{owner}/{repo}/…", "accept": "application/…"}
// Prints a line for each problem, and exits 1 when there is one.
"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { isDeepStrictEqual } = require("node:util");
const { buildSchema, execute, getVariableValues, parse, validate } = require("graphql");

// Both packages hide the file from require.resolve.
const read = (file) => readFileSync(join(process.env.NODE_PATH, file), "utf8");
// GitHub's own text defines a field of another type twice.
const schema = buildSchema(read("@octokit/graphql-schema/schema.graphql"), { assumeValidSDL: true, assumeValid: true });
const problems = [];
const { exchanges, path, accept } = JSON.parse(readFileSync(0, "utf8"));

for (const { request, answer } of exchanges) {
  const document = parse(request.query);
  problems.push(...validate(schema, document).map((error) => `${error.message} in ${request.query}`));
  const definitions = document.definitions[0].variableDefinitions;
  const { coerced, errors = [] } = getVariableValues(schema, definitions, request.variables);
  problems.push(...errors.map((error) => `${error.message} in the variables of ${request.query}`));
  const unknown = Object.keys(request.variables).filter((name) => !(name in (coerced ?? {})));
  problems.push(...unknown.map((name) => `$${name} is no variable of ${request.query}`));

  // The answer must be one that the schema allows: with the answer as the data below it, the question gives the same.
  const same = execute({
    schema,
    document,
    rootValue: answer.data,
    variableValues: request.variables,
    fieldResolver: (source, _arguments, _context, information) => source[information.path.key],
    typeResolver: () => "Commit",
  });
  problems.push(...(same.errors ?? []).map((error) => `${error.message} in an answer to ${request.query}`));
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(same.data ?? null)), answer.data)) {
    problems.push(`${JSON.stringify(answer.data)} is no answer to ${request.query}`);
  }
}

const types = read("@octokit/openapi-types/types.d.ts");
const at = types.indexOf(`"${path}": {`);
if (at < 0 || !types.slice(at, types.indexOf("};", at)).includes(`\`${accept}\``)) {
  problems.push(`${path} does not give ${accept}`);
}

for (const problem of problems) console.log(problem);
process.exit(problems.length > 0 ? 1 : 0);
