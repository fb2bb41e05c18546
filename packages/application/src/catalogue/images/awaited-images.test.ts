import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { expect, it } from 'vitest';
import { managedProduct, managedVariant } from '../../../contracts/unit-of-work/catalogue/sample-product.js';
import type { ManagedProduct, ProductImage } from '../../ports/repositories/catalogue/product-records.js';
import { isLinkedBy, withAwaited, withoutAwaited, type Split } from './awaited-images.js';

const ids = makeSequentialIds();
const link = (name: string) => `https://images.example/${name}.jpg`;
const linked = (name: string): ProductImage => ({ id: `id-${name}`, url: link(name), alt: name });
const fetched = (name: string): ProductImage => ({
  ...linked(name),
  url: `/images/id-${name}/page.webp`,
  source: link(name),
});
const split = (product: ManagedProduct, before?: Split): Split =>
  withoutAwaited(product, {
    before: before?.product,
    awaited: before?.awaited ?? [],
    importId: 'import-1',
    lineOf: (url) => url.length,
    ids,
  });

it('waits for each picture that a new product links to, and for the picture of a variant once', () => {
  const variants = [
    managedVariant({ image: link('b') }),
    managedVariant({ image: link('c') }),
    managedVariant({ image: link('c') }),
  ];
  const { product, awaited } = split(managedProduct({ images: [linked('a'), linked('b')], variants }));
  expect(product.images).toEqual([]);
  expect(product.variants.map(({ image }) => image)).toEqual([undefined, undefined, undefined]);
  expect(awaited).toMatchObject([
    { id: 'id-a', url: link('a'), alt: 'a', position: 0, variantIds: [], line: link('a').length, attempts: 0 },
    { id: 'id-b', url: link('b'), position: 1, variantIds: [variants[0]?.id] },
    { url: link('c'), position: 1_000, variantIds: [variants[1]?.id, variants[2]?.id] },
  ]);
});

it('shows an import its own links again, so that a second one changes nothing', () => {
  const product = managedProduct({
    images: [linked('a'), linked('b')],
    variants: [managedVariant({ image: link('b') })],
  });
  const first = split(product);
  expect(withAwaited(first.product, first.awaited)).toEqual(product);
  expect(split(withAwaited(first.product, first.awaited), first)).toEqual(first);
});

it('leaves pictures alone that the product has, and waits only for new ones', () => {
  const own: ProductImage = { id: 'own', url: '/images/own/page.webp', alt: 'Uploaded' };
  const before = managedProduct({
    images: [fetched('a'), own, linked('kept')],
    variants: [managedVariant({ image: fetched('a').url }), managedVariant({ image: link('kept') })],
  });
  expect(split(withAwaited(before, []), { product: before, awaited: [] })).toEqual({ product: before, awaited: [] });
  const changed = { ...before, images: [linked('new'), { ...fetched('a'), alt: 'Another' }] };
  const { product, awaited } = split(changed, { product: before, awaited: [] });
  expect(product.images).toEqual([{ ...fetched('a'), alt: 'Another' }]);
  expect(awaited.map(({ id, position }) => [id, position])).toEqual([['id-new', 0]]);
});

it.each([
  [fetched('a'), link('a'), true],
  [fetched('a'), 'https://shop.example/images/id-a/page.webp', true],
  [linked('a'), link('a'), true],
  [linked('a'), link('b'), false],
  [fetched('a'), 'https://shop.example/images/id-b/page.webp', false],
])('knows whether a file links to %j by %s', (image, stated, isLinked) => {
  expect(isLinkedBy(image, stated)).toBe(isLinked);
});
