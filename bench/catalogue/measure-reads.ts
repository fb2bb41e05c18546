import { filledLooks, filledNouns } from '@cartwright/adapters/testing/product-search/fill-catalogue';
import { bodyOf, openConnection, requestBytes, type KeepAliveConnection } from '../measuring/keep-alive-connection.js';
import { runLoad } from '../measuring/run-load.js';
import type { Figure } from '../measuring/figure.js';
import { startBareRoute } from '../measuring/bare-route.js';

type Shop = { readonly url: string; readonly products: number };

const searches: readonly ((noun: string, look: string) => string)[] = [
  (noun) => noun,
  (noun, look) => `${look} ${noun}`,
  (noun) => `${noun}s`,
  (noun, look) => `${noun} ${look}`,
  (noun) => noun.slice(0, 4),
  // Two letters are swapped.
  (noun) => `${noun.slice(0, 1)}${noun.charAt(2)}${noun.charAt(1)}${noun.slice(3)}`,
];
const searchOf = (index: number): string => {
  const make = searches[index % searches.length] ?? String;
  return make(filledNouns[(index * 7) % filledNouns.length] ?? '', filledLooks[(index * 5) % filledLooks.length] ?? '');
};
const facets = '&facets=category,brand,tag,option,price';
const list = '/api/v1/products?limit=20';
const searchPath = (index: number): string => `${list}&search=${encodeURIComponent(searchOf(index))}`;

/** What is measured, and how many times as long it may take in the large shop. */
const reads: readonly { readonly name: string; readonly most?: number; readonly pathOf: (index: number) => string }[] =
  [
    { name: 'list', pathOf: () => list },
    { name: 'search', most: 3, pathOf: searchPath },
    { name: 'search with facets', most: 6, pathOf: (index) => searchPath(index) + facets },
    // Another page each time, so that no response comes from a cache.
    { name: 'category with facets', pathOf: (index) => `${list}&category=category-57&page=${index}${facets}` },
  ];

const requestTo = (path: string) => requestBytes('GET', path);
const connectTo = (url: string): KeepAliveConnection => openConnection(Number(new URL(url).port));

/** The same requests to a small and a large shop, alternating, and a list beside a bare route with the same bytes. */
export async function measureReads(small: Shop, large: Shop, seconds: number): Promise<readonly Figure[]> {
  const { listRate, bareRate } = await measureList(small.url, seconds);
  const figures: Figure[] = [
    { part: 'catalogue', name: 'list of 20', value: listRate, unit: '/s' },
    {
      part: 'catalogue',
      name: 'list of 20 / bare route',
      value: listRate / bareRate,
      unit: '',
      target: { is: 'at least', value: 0.3 },
    },
  ];
  for (const { name, most, pathOf } of reads) {
    const p50 = {
      small: await medianOf(small.url, pathOf, seconds),
      large: await medianOf(large.url, pathOf, seconds),
    };
    figures.push(
      { part: 'catalogue', name: `${name}, p50, ${small.products} products`, value: p50.small, unit: 'ms' },
      {
        part: 'catalogue',
        name: `${name}, ${large.products} / ${small.products} products`,
        value: p50.large / p50.small,
        unit: '',
        ...(most === undefined ? {} : { target: { is: 'at most', value: most } as const }),
      },
    );
  }
  return figures;
}

async function medianOf(url: string, pathOf: (index: number) => string, seconds: number): Promise<number> {
  const connection = connectTo(url);
  let index = 0;
  const read = async (): Promise<Buffer> => {
    index += 1;
    return bodyOf(await connection.send(requestTo(pathOf(index))));
  };
  // The first half warms up.
  await runLoad({ connections: 1, seconds: seconds / 2 }, read);
  index = 0;
  const { p50 } = await runLoad({ connections: 1, seconds }, read);
  connection.close();
  return p50;
}

async function measureList(url: string, seconds: number) {
  const connection = connectTo(url);
  const bare = await startBareRoute(list.replace(/\?.*$/u, ''), bodyOf(await connection.send(requestTo(list))));
  connection.close();
  const rateOf = async (port: number): Promise<number> => {
    const connections = Array.from({ length: 8 }, () => openConnection(port));
    const request = requestBytes('GET', list);
    const work = async (worker: number) => bodyOf(await (connections[worker] ?? connectTo(url)).send(request));
    await runLoad({ connections: connections.length, seconds: seconds / 2 }, work);
    const { perSecond } = await runLoad({ connections: connections.length, seconds }, work);
    for (const each of connections) each.close();
    return perSecond;
  };
  const [listRate, bareRate] = [await rateOf(Number(new URL(url).port)), await rateOf(bare.port)];
  bare.stop();
  return { listRate, bareRate };
}
