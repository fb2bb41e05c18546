/** `pnpm bench` measures the built shop; `pnpm bench catalogue`, `books`, `jobs` or `domain` a part of it. */
const [name = 'shop'] = process.argv.slice(2);
const benches = {
  shop: './shop/bench.ts',
  catalogue: './catalogue/bench.ts',
  books: './books/bench.ts',
  jobs: './jobs/bench.ts',
  domain: './domain/bench.mjs',
};
const path = benches[name];
if (path === undefined) throw new Error(`unknown bench "${name}", expected one of ${Object.keys(benches).join(', ')}`);
if (name !== 'domain') await import('../apps/bundle.mjs');
await import(path);
