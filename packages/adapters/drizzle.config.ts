import { defineConfig } from 'drizzle-kit';

/** `pnpm db:generate` compares the schema with the committed migrations and writes the next one. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './packages/adapters/src/drizzle/schema.ts',
  out: './packages/adapters/migrations',
});
