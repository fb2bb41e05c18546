/** Long because a download is granted and refused in many states of an order. */
import { confirmRefund, refundOrder, waiveUnits, type Order } from '@cartwright/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, paymentOf } from '../../contracts/sample-order.js';
import {
  customerOf,
  guest,
  guestOrder,
  openShop,
  orderNow,
  pay,
  refusalOf,
  request,
  type Shop,
} from '../../testing/shop-in-memory.js';
import type { Caller } from '../caller.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

async function* sent(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const attach = (text: string, variantId = shop.eBook) =>
  shop.attachDigitalFile({ variantId, name: 'book.epub', content: sent(text) });
const tokenOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
const open = (url: string) => shop.openDownload({ token: tokenOf(url) });
const textBehind = async (url: string): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await (await open(url))._unsafeUnwrap().read())._unsafeUnwrap()) pieces.push(piece);
  return pieces.map((piece) => new TextDecoder().decode(piece)).join('');
};
const buy = async (): Promise<{ readonly order: Order; readonly caller: Caller }> => {
  const bought = await guestOrder(shop, { variantId: shop.eBook });
  await pay(shop, bought.order, bought.caller);
  await shop.runJobs();
  return bought;
};
/** A customer who holds the token of a guest's order. */
const customerWith = async ({ orderToken = '' }: Caller): Promise<Caller> => ({
  ...(await customerOf(shop)),
  orderToken,
});
const linksOf = async ({ order, caller }: Awaited<ReturnType<typeof buy>>) =>
  (await shop.listOrderDownloads({ caller, orderId: order.id }))._unsafeUnwrap();

describe('a digital purchase', () => {
  it("is its guest's to download with the order's token, as soon as it is paid and has a file", async () => {
    const unpaid = await guestOrder(shop, { variantId: shop.eBook });
    expect(await linksOf(unpaid)).toEqual([]);
    const bought = await buy();
    const purchase = {
      id: `${bought.order.id}.${shop.eBook}`,
      orderId: bought.order.id,
      orderNumber: bought.order.number,
      variantId: shop.eBook,
      name: 'E-book',
      purchasedAt: orderNow(shop, bought.order).digitalDeliveredAt,
    };
    expect(await linksOf(bought)).toEqual([purchase]);
    (await attach('chapter one'))._unsafeUnwrap();
    const [download] = await linksOf(bought);
    expect(download).toEqual({
      ...purchase,
      file: { name: 'book.epub', size: 11 },
      link: { url: expect.any(String), expiresAt: expect.any(String) },
    });
    expect(await textBehind(download?.link?.url ?? '')).toBe('chapter one');
  });

  it("is nobody else's, staff included", async () => {
    const { order } = await buy();
    (await attach('chapter one'))._unsafeUnwrap();
    for (const caller of [guest, await customerOf(shop), { type: 'user', userId: 'al', role: 'admin' }] as const) {
      expect(await refusalOf(shop, () => shop.listOrderDownloads({ caller, orderId: order.id }))).toEqual({
        type: 'order.not-found',
        orderId: order.id,
      });
      const downloadId = `${order.id}.${shop.eBook}`;
      const refusal =
        caller.type === 'guest' ? { type: 'auth.token-missing' } : { type: 'download.not-found', downloadId };
      expect(await refusalOf(shop, () => shop.requestDownload({ caller, downloadId }))).toEqual(refusal);
    }
  });

  it("is a customer's by its id", async () => {
    (await attach('chapter one'))._unsafeUnwrap();
    const caller = await customerOf(shop);
    const placed = await shop.placeOrder({
      caller,
      request: request('mine'),
      source: {
        type: 'items',
        items: [
          { variantId: shop.eBook, quantity: 1 },
          { variantId: shop.mug, quantity: 1 },
        ],
      },
      shippingAddress: { fullName: 'Ada', line1: '1 Mill Lane', city: 'Ockham', country: 'GB' },
    });
    const { order } = placed._unsafeUnwrap();
    const downloadId = `${order.id}.${shop.eBook}`;
    const ask = (id = downloadId) => shop.requestDownload({ caller, downloadId: id });
    expect(await refusalOf(shop, () => ask())).toEqual({ type: 'download.not-found', downloadId });
    await pay(shop, order, caller);
    await shop.runJobs();
    expect(await textBehind((await ask())._unsafeUnwrap().url)).toBe('chapter one');
    for (const id of [`${order.id}.${shop.mug}`, `${order.id}.nothing`, 'nothing', `${shop.eBook}.${order.id}`, '']) {
      expect((await ask(id))._unsafeUnwrapErr()).toMatchObject({ type: 'download.not-found' });
    }
  });

  it('waits for its file, and again when that is taken away', async () => {
    const bought = await buy();
    const downloadId = `${bought.order.id}.${shop.eBook}`;
    const caller = await customerWith(bought.caller);
    const ask = () => shop.requestDownload({ caller, downloadId });
    expect(await refusalOf(shop, ask)).toEqual({ type: 'download.file-missing', variantId: shop.eBook });
    (await attach('chapter one'))._unsafeUnwrap();
    const { url } = (await ask())._unsafeUnwrap();
    (await shop.removeDigitalFile({ variantId: shop.eBook }))._unsafeUnwrap();
    expect((await open(url))._unsafeUnwrapErr()).toEqual({ type: 'download.file-missing', variantId: shop.eBook });
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('is withdrawn with the money: links that were given before lead nowhere', async () => {
    (await attach('chapter one'))._unsafeUnwrap();
    const bought = await buy();
    const [download] = await linksOf(bought);
    const url = download?.link?.url ?? '';
    const give = (amount: number, id: string) =>
      shop.store.transact(({ orders }) => {
        const stored = orders.get(bought.order.id);
        if (stored === undefined) throw new Error('the order is there');
        const at = shop.clock.now();
        const asked = accepted(
          refundOrder(stored.order, {
            id,
            amount: { amount, currency: 'USD' },
            reason: 'a scratch',
            ...paymentOf(stored.order),
            at,
          }),
        ).order;
        const order = accepted(confirmRefund(asked, { id, at })).order;
        orders.set(order.id, { order, version: stored.version + 1 });
        return shop.fileStore.read('digital/none');
      });
    (await give(100, 'some'))._unsafeUnwrap();
    expect(await textBehind(url)).toBe('chapter one');
    (await give(bought.order.pricing.total.amount - 100, 'the rest'))._unsafeUnwrap();
    const withdrawn = { type: 'download.withdrawn', orderId: bought.order.id };
    expect((await open(url))._unsafeUnwrapErr()).toEqual(withdrawn);
    const downloadId = `${bought.order.id}.${shop.eBook}`;
    const caller = await customerWith(bought.caller);
    expect((await shop.requestDownload({ caller, downloadId }))._unsafeUnwrapErr()).toEqual(withdrawn);
    expect(await linksOf(bought)).toEqual([]);
  });

  it('is withdrawn by itself once nobody pays for it any more', async () => {
    (await attach('chapter one'))._unsafeUnwrap();
    const caller = await customerOf(shop);
    const { order } = (
      await shop.placeOrder({
        caller,
        request: request('both'),
        source: {
          type: 'items',
          items: [
            { variantId: shop.eBook, quantity: 2 },
            { variantId: shop.mug, quantity: 1 },
          ],
        },
        shippingAddress: { fullName: 'Ada', line1: '1 Mill Lane', city: 'Ockham', country: 'GB' },
      })
    )._unsafeUnwrap();
    await pay(shop, order, caller);
    await shop.runJobs();
    const [download] = await linksOf({ order, caller });
    const url = download?.link?.url ?? '';
    const waive = () => {
      const { orders } = shop.store.committed();
      const stored = orders.get(order.id);
      if (stored === undefined) throw new Error('the order is there');
      const waived = accepted(
        waiveUnits(stored.order, {
          id: `waiver-${stored.order.unitWaivers.length}`,
          lines: [{ variantId: shop.eBook, quantity: 1 }],
          at: shop.clock.now(),
        }),
      ).order;
      orders.set(order.id, { order: waived, version: stored.version + 1 });
    };
    waive();
    expect(await textBehind(url)).toBe('chapter one');
    waive();
    expect((await open(url))._unsafeUnwrapErr()).toEqual({ type: 'download.withdrawn', orderId: order.id });
    expect(await linksOf({ order, caller })).toEqual([]);
  });

  it('brings the file that the shop has now, to earlier buyers too', async () => {
    const first = (await attach('first edition'))._unsafeUnwrap();
    const [download] = await linksOf(await buy());
    shop.clock.advance(60_000);
    const second = (await attach('second edition'))._unsafeUnwrap();
    expect(second.key).not.toBe(first.key);
    expect(await textBehind(download?.link?.url ?? '')).toBe('second edition');
    expect(shop.fileStore.keys()).toEqual([second.key]);
  });

  it('says that there is no file when the store has lost it, and that the files are away when they are', async () => {
    const { key } = (await attach('chapter one'))._unsafeUnwrap();
    const [download] = await linksOf(await buy());
    const opened = (await open(download?.link?.url ?? ''))._unsafeUnwrap();
    shop.fileStore.goAway();
    expect((await opened.read())._unsafeUnwrapErr().type).toBe('files.unavailable');
    shop.fileStore.comeBack();
    (await shop.fileStore.remove(key))._unsafeUnwrap();
    expect((await opened.read())._unsafeUnwrapErr()).toEqual({ type: 'download.file-missing', variantId: shop.eBook });
  });
});

describe('attaching a file', () => {
  it('is told by what was attached', async () => {
    const attached = (await attach('chapter one'))._unsafeUnwrap();
    expect(attached).toMatchObject({
      variantId: shop.eBook,
      name: 'book.epub',
      size: 11,
      uploadedAt: shop.clock.now(),
    });
    expect((await shop.viewDigitalFile({ variantId: shop.eBook }))._unsafeUnwrap()).toEqual(attached);
  });

  it('needs a variant that is digital', async () => {
    expect(await refusalOf(shop, () => attach('x', shop.mug))).toEqual({
      type: 'catalogue.variant-not-digital',
      variantId: shop.mug,
    });
    expect(await refusalOf(shop, () => attach('x', 'nothing'))).toEqual({
      type: 'catalogue.variant-not-found',
      variantId: 'nothing',
    });
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('leaves the file before where it was when the new one is refused', async () => {
    const before = (await attach('first edition'))._unsafeUnwrap();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10);
      throw new Error('the sender is gone');
    }
    const command = { variantId: shop.eBook, name: 'second.epub' };
    expect(await refusalOf(shop, () => attach(''))).toEqual({ type: 'file.empty' });
    expect(await refusalOf(shop, () => attach('x'.repeat(101)))).toEqual({ type: 'file.too-large', maximumBytes: 100 });
    expect(await refusalOf(shop, () => shop.attachDigitalFile({ ...command, content: broken() }))).toEqual({
      type: 'file.incomplete',
    });
    shop.fileStore.goAway();
    expect((await refusalOf(shop, () => attach('second edition'))).type).toBe('files.unavailable');
    shop.fileStore.comeBack();
    expect(shop.fileStore.keys()).toEqual([before.key]);
    expect((await shop.viewDigitalFile({ variantId: shop.eBook }))._unsafeUnwrap()).toEqual(before);
  });

  it('reads nothing of what says itself that it is too large', async () => {
    async function* unread(): AsyncGenerator<Uint8Array> {
      yield* [];
      throw new Error('somebody read it');
    }
    const refused = await shop.attachDigitalFile({
      variantId: shop.eBook,
      name: 'big',
      content: unread(),
      declaredBytes: 101,
    });
    expect(refused._unsafeUnwrapErr()).toEqual({ type: 'file.too-large', maximumBytes: 100 });
  });

  it('keeps nothing when the database is away at its end', async () => {
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('chapter one');
      shop.store.goAway();
    }
    const refused = await shop.attachDigitalFile({ variantId: shop.eBook, name: 'book.epub', content: slow() });
    expect(refused._unsafeUnwrapErr().type).toBe('storage.unavailable');
    shop.store.comeBack();
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('leaves one file of many that are attached at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => attach(`edition ${index}`)));
    for (const answer of answers) answer._unsafeUnwrap();
    const { key } = (await shop.viewDigitalFile({ variantId: shop.eBook }))._unsafeUnwrap();
    expect(shop.fileStore.keys()).toEqual([key]);
  });
});

describe('taking a file away', () => {
  it('is refused where there is none', async () => {
    const notFound = { type: 'digital-file.not-found', variantId: shop.eBook };
    expect(await refusalOf(shop, () => shop.removeDigitalFile({ variantId: shop.eBook }))).toEqual(notFound);
    expect(await refusalOf(shop, () => shop.viewDigitalFile({ variantId: shop.eBook }))).toEqual(notFound);
  });

  it('is done also while the store is away: nobody refers to the file any more', async () => {
    (await attach('chapter one'))._unsafeUnwrap();
    shop.fileStore.goAway();
    expect((await shop.removeDigitalFile({ variantId: shop.eBook })).isOk()).toBe(true);
    shop.fileStore.comeBack();
    expect((await shop.viewDigitalFile({ variantId: shop.eBook })).isErr()).toBe(true);
  });
});
