import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '../../testing/shop-in-memory.js';

const orderId = '019a9d2e-0000-7000-8000-000000000001';
const variantId = '019a9d2e-0000-7000-8000-000000000002';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const tokenOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
const sign = (validForMs?: number) => shop.downloadLinks.sign({ orderId, variantId }, validForMs);
const read = (token: string) => shop.downloadLinks.read(token);

describe('a download link', () => {
  it('leads to one purchase for a quarter of an hour, to the second', () => {
    const { url, expiresAt } = sign();
    expect(url.startsWith('https://shop.example/downloads/')).toBe(true);
    const begun = Date.parse(shop.clock.now());
    expect(Date.parse(expiresAt)).toBe(Math.floor((begun + 900_000) / 1000) * 1000);
    expect(read(tokenOf(url))._unsafeUnwrap()).toEqual({ orderId, variantId });
    shop.clock.advance(Date.parse(expiresAt) - begun - 1);
    expect(read(tokenOf(url)).isOk()).toBe(true);
    shop.clock.advance(1);
    expect(read(tokenOf(url))._unsafeUnwrapErr()).toEqual({ type: 'link.expired', expiredAt: expiresAt });
  });

  it('is valid for as long as is requested, such as in a mail', () => {
    const { url } = sign(7 * 86_400_000);
    shop.clock.advance(7 * 86_400_000 - 1000);
    expect(read(tokenOf(url)).isOk()).toBe(true);
    shop.clock.advance(1000);
    expect(read(tokenOf(url)).isErr()).toBe(true);
  });

  it('is worth nothing once anything in it is changed', () => {
    const token = tokenOf(sign().url);
    const [order = '', variant = '', end = '', mac = ''] = token.split('.');
    const forged = [
      [variant, order, end, mac],
      [order, variant, String(Number(end) + 1), mac],
      [order, variant, `0${end}`, mac],
      [order, variant, `${end}.0`, mac],
      [order, variant, end, mac, ''],
      [order, variant, end, `${mac}A`],
      [order, variant, end, mac.slice(1)],
      [order, variant, end, ''],
      [order, variant, end],
      [order, variant, end, shop.secrets.derive('order', `${order}.${variant}.${end}`)],
      [''],
      ['__proto__', 'constructor', 'toString', 'valueOf'],
    ].map((parts) => parts.join('.'));
    for (const each of forged) expect([each, read(each)._unsafeUnwrapErr()]).toEqual([each, { type: 'link.invalid' }]);
    for (const index of Array.from(token).keys()) {
      const changed = `${token.slice(0, index)}${token[index] === 'x' ? 'y' : 'x'}${token.slice(index + 1)}`;
      expect([changed, read(changed).isErr()]).toEqual([changed, true]);
    }
  });

  it('says that it is forged, not that it is over, when it is both', () => {
    const token = tokenOf(sign().url);
    shop.clock.advance(86_400_000);
    expect(read(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)._unsafeUnwrapErr().type).toBe(
      'link.invalid',
    );
    expect(read(token)._unsafeUnwrapErr().type).toBe('link.expired');
  });
});
