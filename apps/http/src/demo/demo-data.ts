import {
  checkProduct,
  msAfter,
  newProduct,
  type Caller,
  type NewProduct,
  type Repositories,
  type ShippingMethod,
  type StoredUser,
  type UseCases,
} from '@cartwright/application';
import { currencyDecimals, type Money } from '@cartwright/domain';
import type { Shop } from '@cartwright/adapters/runtime/compose-shop';
import { ports as t } from '@cartwright/adapters/runtime/tokens';
import type { Faker } from '@faker-js/faker';
import { okAsync, ResultAsync } from 'neverthrow';
import { Readable } from 'node:stream';
import { demoPromotions, demoUsers, hasDemoUsers } from './demo-access.js';
import { demoBook } from './demo-book.js';
import { demoAuthor, demoPosts } from './demo-posts.js';
import { demoProducts, type DemoProduct } from './demo-products.js';
import { bookName } from './pictures/demo-pictures.js';
import { storeDemoPictures, withPictures } from './pictures/store-pictures.js';

/** A fixed seed: the same barcodes on every machine. */
const seed = 20_101_201;

/**
 * Fills a shop that starts for the first time: call it before the shop's row is added. If the process is killed before
 * that, the next start goes through it again, and finds what was made.
 */
export async function makeDemoData(shop: Shop, useCases: UseCases): Promise<void> {
  const stored = await shop.container.resolve(t.unitOfWork).read((repositories) => repositories.shop.find());
  if (stored.isErr()) throw new Error(`the shop cannot be read: ${stored.error.type}`);
  if (stored.value !== undefined) return;
  const book = await useCases.viewProduct({ caller: { type: 'guest' }, idOrSlug: bookSlug });
  if (book.isErr()) await addDemoData(shop);
  await attachBook(useCases);
}

/**
 * Adds 60 products with pictures, in nested categories (one of them digital, with a tax class of its own), a free and
 * an express way to ship, promotions by customer group and two coupons unless real money moves, three posts of the
 * journal, and, in the embedded shop, people who can sign in.
 */
async function addDemoData({ settings, container: { resolve } }: Shop): Promise<void> {
  const { storeCurrency } = settings;
  const money = (major: number): Money => ({
    amount: Math.round(major * 10 ** (currencyDecimals(storeCurrency) ?? 0)),
    currency: storeCurrency,
  });
  const promotions = settings.stripe?.livemode === true ? [] : demoPromotions;
  const shippingMethods: readonly ShippingMethod[] = [
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
  ];

  // Loaded only when demo data is made, and one locale of seventy.
  const { faker } = await import('@faker-js/faker/locale/en');
  faker.seed(seed);
  const now = resolve(t.clock).now();
  const ids = resolve(t.ids);
  const products = [
    ...demoProducts.map((product, index) => physicalProduct(product, { number: index + 1, money, faker })),
    digitalProduct(money),
  ];
  const pictures = await storeDemoPictures(resolve(t.fileStore), ids);
  const users = hasDemoUsers(settings) ? await demoUsers(resolve) : [];
  const made = await resolve(t.unitOfWork).run((repositories) =>
    inSequence(products, ({ path, draft }) =>
      repositories.catalogue.ensureCategory(path).andThen((categoryId) => {
        const { product, initial } = newProduct({ ...draft, categoryIds: [categoryId] }, ids, now);
        return checkProduct(withPictures(product, pictures.get(product.name) ?? []), undefined).asyncAndThen(
          (checked) => repositories.products.add(checked, { initial }),
        );
      }),
    )
      .andThen(() =>
        inSequence(demoPosts, ({ german, product, daysAgo, ...post }) => {
          const publishAt = msAfter(now, -daysAgo * 86_400_000);
          const [picture] = pictures.get(product) ?? [];
          return repositories.posts.add({
            ...post,
            id: ids.next(),
            author: demoAuthor,
            status: 'published',
            publishAt,
            translations: { de: german },
            version: 1,
            createdAt: publishAt,
            updatedAt: publishAt,
            ...(picture === undefined ? {} : { image: { url: picture.image.url, alt: picture.image.alt } }),
          });
        }),
      )
      .andThen(() => inSequence(promotions, (promotion) => repositories.promotions.save({ promotion })))
      .andThen(() => inSequence(shippingMethods, (method) => repositories.pricing.saveShippingMethod(method)))
      .andThen(() => inSequence(users, (user) => addUser(repositories, user))),
  );
  if (made.isErr()) throw new Error(`the demo data could not be made: ${JSON.stringify(made.error)}`);
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

/** A product, and the names of the categories from the root to its own. */
type Product = { readonly path: readonly string[]; readonly draft: NewProduct };

type Making = { readonly number: number; readonly money: (major: number) => Money; readonly faker: Faker };

function physicalProduct(product: DemoProduct, { number, money, faker }: Making): Product {
  const { name, description, brand, tags, path, option, price, compareAt, step = 0, grams, stock, backorder } = product;
  const sku = `DEMO-${String(number).padStart(3, '0')}`;
  const values = option?.values ?? [undefined];
  return {
    path,
    draft: {
      status: 'active',
      name,
      description,
      brand,
      tags,
      options: option === undefined ? [] : [option],
      featured: product.featured ?? false,
      translations: product.german === undefined ? {} : { de: { name: product.german } },
      variants: values.map((value, index) => ({
        ...(value === undefined || option === undefined ? {} : { options: { [option.name]: value } }),
        sku: value === undefined ? sku : `${sku}-${index + 1}`,
        barcode: faker.commerce.upc(),
        prices: [
          {
            price: money(price + index * step),
            ...(compareAt === undefined ? {} : { compareAtPrice: money(compareAt + index * step) }),
          },
        ],
        taxClass: 'standard',
        weightGrams: grams,
        backorder: backorder ?? false,
        stock: Math.round(stock / values.length),
      })),
    },
  };
}

const bookSlug = 'the-art-of-setting-a-table';
const digitalProduct = (money: (major: number) => Money): Product => ({
  path: ['Guides'],
  draft: {
    status: 'active',
    slug: bookSlug,
    name: bookName,
    description: 'Ninety pages on plates, glasses and the people around them, to read on any screen.',
    brand: 'Papermoon',
    tags: ['table', 'gift'],
    variants: [{ sku: 'DEMO-EBOOK', prices: [{ price: money(14.95) }], digital: true, taxClass: 'standard' }],
  },
});

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
