import type { ListedAt, ManagedProduct, PriceList, ProductFilter } from '@cartwright/application';
import { afterNoon, freshId, noon, valueOf } from '@cartwright/application/contracts/sample-shop';
import { choosePrice, type PriceOffer } from '@cartwright/domain';
import {
  array,
  boolean,
  constantFrom,
  integer,
  noBias,
  option,
  record,
  sample,
  subarray,
  type Arbitrary,
} from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyAllTables, openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';
import { makeDrizzleCatalogueReader } from './catalogue-reader.js';

const storeCurrency = 'USD';
const currencies = ['USD', 'EUR'] as const;
const groups = ['guest', 'regular', 'wholesale'] as const;
/** Few instants and amounts, so that ends, starts and equal prices meet. */
const instants = [0, 1, 2, 3].map((hour) => afterNoon(hour * 3_600));
const amount = integer({ min: 1, max: 8 }).map((tens) => tens * 10);
const maybe = <T>(arbitrary: Arbitrary<T>) => option(arbitrary, { nil: undefined });

const basePrice = record({ amount, compareAt: maybe(amount) });
const drafts = array(
  record({
    variants: array(record({ USD: maybe(basePrice), EUR: maybe(basePrice), isArchived: boolean() }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  { minLength: 12, maxLength: 12 },
);
const priceLists = array(
  record({
    currency: constantFrom(...currencies),
    groups: maybe(subarray([...groups])),
    startsAt: maybe(constantFrom(...instants)),
    endsAt: maybe(constantFrom(...instants)),
    priority: integer({ min: -1, max: 1 }),
    /** By the number of the variant. */
    entries: array(record({ variant: integer({ min: 0, max: 11 }), minQuantity: constantFrom(1, 1, 2, 5), amount }), {
      minLength: 12,
      maxLength: 24,
      size: 'max',
    }),
  }),
  { minLength: 3, maxLength: 6, size: 'max' },
);
const listed: Arbitrary<ListedAt> = record({
  at: constantFrom(...instants),
  currency: constantFrom(...currencies),
  groups: subarray([...groups], { minLength: 1 }),
});

type Draft = ReturnType<typeof sampleShop>['products'][number];

/** Consecutive small seeds make alike shops; samples of one seed differ. */
const samples = { seed: 20_261_130, numRuns: 12 };
const randomProducts = sample(noBias(drafts), samples);
const randomLists = sample(noBias(priceLists), samples);
const sampleShop = (number: number) => ({
  products: randomProducts[number - 1] ?? [],
  lists: randomLists[number - 1] ?? [],
});

const moneyOf = (
  currency: string,
  { amount: price, compareAt }: { amount: number; compareAt?: number | undefined },
) => ({
  price: { amount: price, currency },
  ...(compareAt === undefined ? {} : { compareAtPrice: { amount: compareAt, currency } }),
});

const managed = ({ variants }: Draft): ManagedProduct => {
  const id = freshId();
  return {
    id,
    slug: `product-${id}`,
    name: 'Mug',
    description: '',
    status: 'active',
    featured: false,
    tags: [],
    options: [],
    seo: {},
    metadata: {},
    translations: {},
    categoryIds: [],
    images: [],
    variants: variants.map(({ USD, EUR, isArchived }) => ({
      id: freshId(),
      sku: `SKU-${freshId()}`,
      name: '',
      options: {},
      metadata: {},
      digital: false,
      stockTracked: false,
      backorder: false,
      archived: isArchived,
      prices: [...(USD ? [moneyOf('USD', USD)] : []), ...(EUR ? [moneyOf('EUR', EUR)] : [])],
    })),
    version: 1,
    createdAt: noon,
    updatedAt: noon,
  };
};

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestPostgres();
});
afterAll(() => database.close());

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('prices of the random shop %i on PostgreSQL', (seed) => {
  const ids = makeSequentialIds();
  let products: readonly ManagedProduct[];
  let lists: readonly PriceList[];
  beforeAll(async () => {
    await emptyAllTables(database.db);
    const random = sampleShop(seed);
    products = random.products.map(managed);
    const variants = products.flatMap((product) => product.variants);
    lists = random.lists.map(({ entries, groups: allowed, startsAt, endsAt, ...list }) => {
      const prices = new Map(
        entries.flatMap(({ variant, minQuantity, amount: price }) => {
          const variantId = variants[variant]?.id;
          const entry = { variantId: variantId ?? '', minQuantity, price: { amount: price, currency: list.currency } };
          return variantId === undefined ? [] : [[`${variantId}-${minQuantity}`, entry] as const];
        }),
      );
      return {
        ...list,
        ...(allowed === undefined ? {} : { groups: allowed }),
        ...(startsAt === undefined ? {} : { startsAt }),
        ...(endsAt === undefined ? {} : { endsAt }),
        id: freshId(),
        name: 'List',
        prices: [...prices.values()],
        version: 1,
        createdAt: noon,
      };
    });
    const writes = products.map((product) => ({ product, available: new Map<string, number>() }));
    valueOf(await unitOfWork().run((repositories) => repositories.products.saveAll(writes)));
    for (const list of lists) valueOf(await unitOfWork().run((each) => each.priceLists.save(list, noon)));
  });

  const unitOfWork = () => makeDrizzleUnitOfWork({ db: database.db, ids, storeCurrency });
  const reader = () => makeDrizzleCatalogueReader({ db: database.db, storeCurrency });

  /** What the shop was filled with, not what it has stored. */
  const offersOf = (variant: ManagedProduct['variants'][number]): readonly PriceOffer[] => [
    ...variant.prices.map((price) => ({ type: 'base' as const, id: `base-${price.price.currency}`, ...price })),
    ...lists.flatMap(({ id, prices, groups: allowed, startsAt, endsAt, priority }) =>
      prices
        .filter(({ variantId }) => variantId === variant.id)
        .map(({ minQuantity, price }) => {
          return {
            type: 'list' as const,
            id: `${id}-${minQuantity}`,
            price,
            minQuantity,
            groups: allowed,
            startsAt,
            endsAt,
            priority,
          };
        }),
    ),
  ];
  const chosen = (offers: readonly PriceOffer[], at: ListedAt, quantity = 1) => {
    const decision = choosePrice(offers, { ...at, quantity });
    return decision.ok ? decision.value : undefined;
  };
  /** The amounts of a product that is listed, the lowest first. */
  const amountsOf = (product: ManagedProduct, at: ListedAt): readonly number[] =>
    product.variants
      .filter(({ archived }) => !archived)
      .flatMap((variant) => chosen(offersOf(variant), at)?.price.amount ?? [])
      .sort((left, right) => left - right);
  const idsOf = async (filter: ProductFilter, at: ListedAt, direction?: 'asc' | 'desc') => {
    const sorting = direction === undefined ? [] : [{ key: 'price' as const, direction }];
    const page = { type: 'page', page: 1, limit: 100 } as const;
    const { data, meta } = valueOf(await reader().products(filter, sorting, page, at));
    expect(meta).toMatchObject({ total: data.length });
    return data.map(({ id }) => id);
  };

  const audiences = sample(noBias(listed), { seed: samples.seed + seed * 7_919, numRuns: 24 });

  it('in lists, filters, sortings and facets are those that the domain chooses', async () => {
    for (const at of audiences) {
      const priced = new Map(
        products.flatMap((product) => {
          const amounts = amountsOf(product, at);
          return amounts.length === 0 ? [] : [[product.id, amounts] as const];
        }),
      );
      const lowest = (id: string) => priced.get(id)?.[0] ?? 0;
      expect((await idsOf({}, at)).sort()).toEqual([...priced.keys()].sort());
      const ascending = (await idsOf({}, at, 'asc')).map(lowest);
      expect(ascending).toEqual([...priced.keys()].map(lowest).sort((left, right) => left - right));
      expect((await idsOf({}, at, 'desc')).map(lowest)).toEqual([...ascending].reverse());
      for (const [minPrice, maxPrice] of [
        [30, 50],
        [41, 49],
        [80, 80],
      ] as const) {
        const within = [...priced].filter(([, amounts]) =>
          amounts.some((each) => each >= minPrice && each <= maxPrice),
        );
        expect((await idsOf({ minPrice, maxPrice }, at)).sort()).toEqual(within.map(([id]) => id).sort());
      }
      const { price } = valueOf(await reader().facets({}, ['price'], at));
      const all = [...priced.values()].flat();
      expect(price).toEqual({
        min: all.length === 0 ? null : Math.min(...all),
        max: all.length === 0 ? null : Math.max(...all),
      });
    }
  });

  it('of a product page and of a cart are chosen from the offers that were saved', async () => {
    for (const product of products) {
      const page = valueOf(await reader().product(product.id));
      const sold = product.variants.filter(({ archived }) => !archived);
      const items = valueOf(await unitOfWork().read(({ catalogue }) => catalogue.items(sold.map(({ id }) => id))));
      for (const variant of sold) {
        const expected = offersOf(variant);
        for (const at of audiences)
          for (const quantity of [1, 2, 4, 5]) {
            const wanted = chosen(expected, at, quantity);
            expect(chosen(items.get(variant.id)?.offers ?? [], at, quantity)).toEqual(wanted);
            const shown = page?.variants.find(({ id }) => id === variant.id);
            expect(chosen(shown?.offers ?? [], at, quantity)).toEqual(wanted);
          }
      }
    }
  });
});
