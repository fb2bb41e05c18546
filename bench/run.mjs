/** `pnpm bench` measures the built shop, `pnpm bench domain` the built domain library. */
const [name = 'shop'] = process.argv.slice(2);
const benches = { shop: './shop/bench.ts', domain: './domain/bench.mjs' };
const path = benches[name];
if (path === undefined) throw new Error(`unknown bench "${name}", expected one of ${Object.keys(benches).join(', ')}`);
if (name === 'shop') await import('../apps/bundle.mjs');
await import(path);
