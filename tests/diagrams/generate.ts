/** Writes the diagrams of `docs`. `npx pnpm@12 docs:generate` runs it. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { diagramPages } from './diagrams.js';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
for (const [name, text] of Object.entries(await diagramPages())) await writeFile(`${docs}/${name}`, text);
