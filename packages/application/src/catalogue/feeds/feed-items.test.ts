import { expect, it } from 'vitest';
import { isGtin } from './is-gtin.js';
import { plainTextOf } from './plain-text-of.js';
import { makeStorefrontLinks } from './storefront-links.js';

it.each(['96385074', '036000291452', '4006381333931', '10012345678902'])('takes %s for a GTIN', (barcode) => {
  expect(isGtin(barcode)).toBe(true);
});

it.each([
  '',
  '4006381333932',
  '400638133393',
  '40063813339310',
  'MUG-1',
  '00000000',
  '１２３４５６７０',
  '4006381333931 ',
])('does not take %j for a GTIN', (barcode) => {
  expect(isGtin(barcode)).toBe(false);
});

it.each([
  ['<p>Salt &amp; pepper</p><p>Oak</p>', 'Salt & pepper Oak'],
  ['<a href="https://shop.example/?a&gt;b">one&nbsp;two</a>', 'one&nbsp;two'],
  ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
  ['', ''],
])('reads the text of %j', (html, text) => {
  expect(plainTextOf(html)).toBe(text);
});

it('links to the storefront, or else to pages of the shop', () => {
  const [publicUrl, storefrontUrl] = ['https://api.shop.example', 'https://www.shop.example/en'];
  expect(makeStorefrontLinks({ publicUrl }).product('mug')).toBe('https://api.shop.example/products/mug');
  const links = makeStorefrontLinks({ publicUrl, storefrontUrl });
  expect(links.product('чашка')).toBe(`https://www.shop.example/en/products/${encodeURIComponent('чашка')}`);
  expect(links.category('a/b?')).toBe('https://www.shop.example/en/categories/a%2Fb%3F');
});
