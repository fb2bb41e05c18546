import {
  savePromotions,
  saveShippingMethods,
} from '@cartwright/adapters/drizzle/repositories/pricing/pricing-rules-writer';
import type {
  Caller,
  CatalogueRecords,
  ProductDraft,
  Repositories,
  StoredUser,
  UseCases,
} from '@cartwright/application';
import { slugOf } from '@cartwright/adapters/system/slug';
import { currencyDecimals, type Money } from '@cartwright/domain';
import type { Shop } from '@cartwright/adapters/runtime/compose-shop';
import { ports as t } from '@cartwright/adapters/runtime/tokens';
import type { Faker } from '@faker-js/faker';
import { okAsync, ResultAsync } from 'neverthrow';
import { Readable } from 'node:stream';
import { demoPromotions, demoUsers, hasDemoUsers } from './demo-access.js';
import { demoBook } from './demo-book.js';

/** Where the demo products stand, and what each category's are called. */
const shelves: readonly { readonly path: readonly string[]; readonly nouns: readonly string[] }[] = [
  { path: ['Kitchen', 'Drinking', 'Mugs'], nouns: ['Mug', 'Cup', 'Beaker'] },
  { path: ['Kitchen', 'Drinking', 'Glasses'], nouns: ['Tumbler', 'Glass', 'Carafe'] },
  { path: ['Kitchen', 'Cooking'], nouns: ['Pan', 'Pot', 'Ladle'] },
  { path: ['Home', 'Lighting'], nouns: ['Lamp', 'Lantern', 'Candle Holder'] },
  { path: ['Home', 'Textiles', 'Cushions'], nouns: ['Cushion', 'Bolster', 'Pillow'] },
  { path: ['Home', 'Textiles', 'Blankets'], nouns: ['Blanket', 'Throw', 'Quilt'] },
  { path: ['Garden'], nouns: ['Planter', 'Trowel', 'Bird Feeder'] },
  { path: ['Stationery'], nouns: ['Notebook', 'Pen Case', 'Desk Tray'] },
];
const physicalProducts = 59;

/** A fixed seed and a fixed day: the same shop on every machine. */
const seed = 20_101_201;

/**
 * Fills an empty shop: 60 products in nested categories (one of them digital, with a file to download and a tax class
 * of its own), a free and an express way to ship, promotions by segment and two coupons unless real money moves, and,
 * in the embedded shop, people who can sign in. Answers whether it did.
 */
export async function makeDemoData(
  { settings, storage, container: { resolve } }: Shop,
  useCases: UseCases,
): Promise<boolean> {
  const { storeCurrency } = settings;
  const empty = await useCases
    .listProducts({ caller: { type: 'guest' }, filter: {}, sorting: [], page: { type: 'page', page: 1, limit: 1 } })
    .map(({ page: { data } }) => data.length === 0);
  if (empty.isErr()) throw new Error(`the catalogue cannot be read: ${empty.error.type}`);
  if (!empty.value) return false;

  const money = (major: number): Money => ({
    amount: Math.round(major * 10 ** (currencyDecimals(storeCurrency) ?? 0)),
    currency: storeCurrency,
  });
  const { db } = storage;
  const rules = await savePromotions(db, settings.stripe?.livemode === true ? [] : demoPromotions).andThen(() =>
    saveShippingMethods(db, [
      {
        id: 'standard',
        name: 'Standard',
        zones: [{ countries: [] }],
        charges: [{ type: 'flat', amount: money(0) }],
        deliveryDays: { min: 3, max: 5 },
      },
      {
        id: 'express',
        name: 'Express',
        zones: [{ countries: [] }],
        charges: [{ type: 'flat', amount: money(9.9) }],
        deliveryDays: { min: 1, max: 1 },
      },
    ]),
  );
  if (rules.isErr()) throw new Error(`the demo data could not be made: ${rules.error.type}`);

  // Loaded when needed alone, and one locale of its seventy: a shop has its demo data made once.
  const { faker } = await import('@faker-js/faker/locale/en');
  faker.seed(seed);
  const products = [...physicalDrafts(faker, money), digitalDraft(money)];
  const users = hasDemoUsers(settings) ? await demoUsers(resolve) : [];
  const now = resolve(t.clock).now();
  const made = await resolve(t.unitOfWork).run((repositories) =>
    inSequence([...new Set(products.map(({ path }) => path))], (path) =>
      repositories.catalogue.ensureCategory(path).andThen((categoryId) =>
        inSequence(
          products.filter((product) => product.path === path),
          ({ draft }) => repositories.catalogue.saveProduct({ ...draft, categoryIds: [categoryId] }, now),
        ),
      ),
    ).andThen(() => inSequence(users, (user) => addUser(repositories, user))),
  );
  if (made.isErr()) throw new Error(`the demo data could not be made: ${JSON.stringify(made.error)}`);
  await attachBook(useCases);
  return true;
}

/** The one digital product gets something to download. */
const demoEditor: Caller = { type: 'user', userId: 'demo-data', role: 'editor' };

async function attachBook(useCases: UseCases): Promise<void> {
  const found = await useCases.viewProduct({ caller: { type: 'guest' }, idOrSlug: bookSlug });
  const [variant] = found.isOk() ? found.value.product.variants : [];
  if (variant === undefined) throw new Error('the demo data could not be made: its book is missing');
  const content = Readable.from([Buffer.from(demoBook.text)]);
  const attached = await useCases.attachDigitalFile({
    caller: demoEditor,
    variantId: variant.id,
    name: demoBook.name,
    content,
  });
  if (attached.isErr()) throw new Error(`the demo data could not be made: ${attached.error.type}`);
}

type Draft = {
  readonly path: Parameters<CatalogueRecords['ensureCategory']>[0];
  readonly draft: Omit<ProductDraft, 'categoryIds'>;
};

function physicalDrafts(faker: Faker, money: (major: number) => Money): readonly Draft[] {
  const taken = new Set<string>();
  return Array.from({ length: physicalProducts }, (_, index) => {
    const shelf = shelves[index % shelves.length] ?? { path: ['Home'], nouns: ['Thing'] };
    const name = uniqueName(faker, shelf.nouns, taken);
    const slug = slugOf(name);
    const price = money(faker.number.int({ min: 4, max: 89 }) + 0.95);
    const sizes = index % 5 === 0 ? ['Small', 'Large'] : [''];
    return {
      path: shelf.path,
      draft: {
        slug,
        name,
        description: faker.commerce.productDescription(),
        status: 'active',
        images: [],
        variants: sizes.map((size, number) => ({
          sku: `DEMO-${String(index + 1).padStart(3, '0')}${size === '' ? '' : `-${size.charAt(0)}`}`,
          name: size,
          price: { ...price, amount: price.amount + number * money(5).amount },
          digital: false,
          taxClass: 'standard',
          stock: faker.number.int({ min: 0, max: 19 }) === 0 ? 0 : faker.number.int({ min: 20, max: 500 }),
        })),
      },
    };
  });
}

const bookSlug = 'the-art-of-setting-a-table';
const digitalDraft = (money: (major: number) => Money): Draft => ({
  path: ['Guides'],
  draft: {
    slug: bookSlug,
    name: 'The Art of Setting a Table (e-book)',
    description: 'Ninety pages on plates, glasses and the people around them, to read on any screen.',
    status: 'active',
    images: [],
    variants: [{ sku: 'DEMO-EBOOK', name: '', price: money(14.95), digital: true, taxClass: 'reduced' }],
  },
});

function uniqueName(faker: Faker, nouns: readonly string[], taken: Set<string>): string {
  for (;;) {
    const name = `${faker.commerce.productAdjective()} ${faker.commerce.productMaterial()} ${faker.helpers.arrayElement(nouns)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/** Somebody may be there already: the first admin can have one of these addresses. */
const addUser = ({ users }: Repositories, user: StoredUser): ResultAsync<void, never> =>
  users
    .byEmail(user.email)
    .andThen((found) => (found === undefined ? users.add(user) : okAsync(undefined)))
    .orElse(() => okAsync(undefined));

const inSequence = <T, E>(items: readonly T[], act: (item: T) => ResultAsync<unknown, E>): ResultAsync<void, E> =>
  items.reduce<ResultAsync<void, E>>(
    (done, item) => done.andThen(() => act(item)).map(() => undefined),
    okAsync(undefined),
  );
