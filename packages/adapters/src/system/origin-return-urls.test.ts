import { describe, expect, it } from 'vitest';
import { makeOriginReturnUrls } from './origin-return-urls.js';

const urls = makeOriginReturnUrls(['https://shop.example', 'http://127.0.0.1:3000', 'https://Admin.Shop.example:443']);

describe('where customers may be sent after paying', () => {
  it.each([
    'https://shop.example',
    'https://shop.example/paid?order=1&session={CHECKOUT_SESSION_ID}#top',
    'HTTPS://SHOP.EXAMPLE:443/paid',
    'http://127.0.0.1:3000/',
    'https://admin.shop.example/',
    'https://shop.example?next=https://evil.example/',
  ])('may be %s', (url) => {
    expect(urls.allows(url)).toBe(true);
  });

  it.each([
    ['another origin', 'https://evil.example/'],
    ['another scheme', 'http://shop.example/'],
    ['another port', 'https://shop.example:8443/'],
    ['a name that begins alike', 'https://shop.example.evil.example/'],
    ['a name that ends alike', 'https://evilshop.example/'],
    ['somebody named as the shop', 'https://shop.example@evil.example/'],
    ['somebody on the shop', 'https://ada:secret@shop.example/'],
    ['a backslash that hides the host', 'https://evil.example\\@shop.example/'],
    ['a backslash after the host', 'https://shop.example\\@evil.example/'],
    ['a tab that hides the host', 'https://shop.example\t@evil.example/'],
    ['a line break', 'https://shop.example/\r\nLocation: https://evil.example'],
    ['a blob of the shop', 'blob:https://shop.example/1'],
    ['a script', 'javascript:alert(1)//https://shop.example'],
    ['data', 'data:text/html,shop.example'],
    ['slashes that are missing', 'https:shop.example/paid'],
    ['slashes too many', 'https:///shop.example/paid'],
    ['no scheme', '//shop.example/paid'],
    ['a path', '/paid'],
    ['nothing', ''],
  ])('may not be %s', (_name, url) => {
    expect(urls.allows(url)).toBe(false);
  });

  it('is nowhere when nothing is listed, or nothing that a page can have', () => {
    for (const origins of [[], ['file:///'], ['http://::1:3000']]) {
      expect(makeOriginReturnUrls(origins).allows('file:///paid')).toBe(false);
    }
  });
});
