/**
 * Writes the GraphQL schema that clients rely on, without its descriptions: a test compares the schema with it. Run
 * `npx pnpm@12 docs:release-schema` at a release, or when a breaking change is intended and in `CHANGELOG.md`.
 */
import { parse, print, visit, type ASTNode } from 'graphql';
import { readFile, writeFile } from 'node:fs/promises';

const schema = await readFile(new URL('../../../../docs/schema.graphql', import.meta.url), 'utf8');
const withoutDescriptions = visit(parse(schema), {
  enter: (node: ASTNode) => ('description' in node ? { ...node, description: undefined } : undefined),
});
await writeFile(
  new URL('../../src/mercurius/released-schema.graphql', import.meta.url),
  `${print(withoutDescriptions)}\n`,
);
