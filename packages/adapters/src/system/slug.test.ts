import { expect, it } from 'vitest';
import { categorySlugs, freeSlug, slugOf } from './slug.js';

it.each([
  ['Käse & Brot', 'kaese-and-brot'],
  ['  Don’t stop! ', 'dont-stop'],
  ['Чай зелёный', 'chay-zelyoniy'],
  ['iPhone 15 (Pro)', 'iphone-15-pro'],
  ['nón lá', 'non-la'],
])('writes the name %j in Latin letters', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

it.each([
  ['茶', '茶'],
  ['抹茶 碗', '抹茶-碗'],
  ['한국어 차', '한국어-차'],
  ['चाय की प्याली', 'चाय-की-प्याली'],
  ['ชาเขียว', 'ชาเขียว'],
  ['お茶セット 2', 'お茶セット-2'],
  ['ספל כחול', 'ספל-כחול'],
  ['日本 Tea', '日本-tea'],
  ['中国 Tea', '中国-tea'],
])('keeps the letters of the name %j, which has words without Latin ones', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

it.each(['茶'.repeat(500), 'щ'.repeat(500), 'word '.repeat(500)])('is short enough for an address: %.20s…', (name) => {
  const slug = slugOf(name);
  expect(Array.from(slug).length).toBeLessThanOrEqual(200);
  expect(slug).toMatch(/[^-]$/u);
});

it('takes the last name, then the whole path, then a number', () => {
  const taken = new Set<string>();
  const slugs = Array.from({ length: 4 }, () => {
    const slug = freeSlug(categorySlugs(['Home', 'Sale']), 'id-1', taken);
    taken.add(slug);
    return slug;
  });
  expect(slugs).toEqual(['sale', 'home-sale', 'home-sale-2', 'home-sale-3']);
});

it('takes the id for a name without a letter or digit', () => {
  expect(freeSlug(categorySlugs(['🍵 !!!']), 'id-1', new Set())).toBe('id-1');
  expect(freeSlug(categorySlugs(['Home', '!!!']), 'id-1', new Set(['home']))).toBe('home-2');
});
