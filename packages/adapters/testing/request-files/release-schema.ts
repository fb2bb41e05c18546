/**
 * Writes the GraphQL schema that clients rely on. `docs:generate` does so unless that would break them. Run
 * `npx pnpm@12 docs:release-schema` when a breaking change is intended and in `CHANGELOG.md`.
 */
import { readFile } from 'node:fs/promises';
import { writeReleasedSchema } from './released-schema.js';

await writeReleasedSchema(await readFile(new URL('../../../../docs/schema.graphql', import.meta.url), 'utf8'));
