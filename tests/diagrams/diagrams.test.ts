import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { architectureDiagram } from './architecture-diagram.js';
import { diagramPages } from './diagrams.js';

it('the diagrams of the documentation are those of the code', async () => {
  const pages = await diagramPages();
  for (const [name, text] of Object.entries(pages)) {
    expect(readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8'), `run docs:generate for ${name}`).toBe(
      text,
    );
  }
});

it('an import that crosses a boundary is an arrow of the diagram', () => {
  const path = 'packages/domain/src/money/money.ts';
  const text = "import { query } from '@cartwright/adapters/drizzle/connection/storage-failures';\n";
  expect(architectureDiagram([{ path, text }])).toContain('  domain --> adapters\n');
  expect(architectureDiagram([{ path, text: '' }])).not.toContain('domain -->');
});
