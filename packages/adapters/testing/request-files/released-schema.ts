import { parse, print, visit, type ASTNode } from 'graphql';
import { writeFile } from 'node:fs/promises';

/** The GraphQL schema that clients rely on, without its descriptions. A test compares the schema with it. */
export const releasedSchema = new URL('../../src/mercurius/released-schema.graphql', import.meta.url);

export async function writeReleasedSchema(sdl: string): Promise<void> {
  const withoutDescriptions = visit(parse(sdl), {
    enter: (node: ASTNode) => ('description' in node ? { ...node, description: undefined } : undefined),
  });
  await writeFile(releasedSchema, `${print(withoutDescriptions)}\n`);
}
