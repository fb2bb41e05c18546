/** `pnpm bench` measures the shop, `pnpm bench domain` the domain library alone; both what is built. */
const [name = 'shop'] = process.argv.slice(2);
const benches = { shop: './shop/bench.ts', domain: './domain/bench.mjs' };
const path = benches[name];
if (path === undefined) throw new Error(`there is no bench "${name}": ${Object.keys(benches).join(', ')}`);
if (name === 'shop') await import('../apps/bundle.mjs');
await import(path);
