/** `pnpm bench NAME` runs `bench/NAME/bench.mjs`, against what is built. */
const [name = ''] = process.argv.slice(2);
await import(new URL(`./${name}/bench.mjs`, import.meta.url).href);
