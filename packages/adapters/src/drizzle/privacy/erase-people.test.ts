import { makeUseCases, type UseCases } from '@cartwright/application';
import { freeShipping, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testedDatabases, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { dumpDatabase } from '../../../testing/databases/dump-database.js';
import { makeInMemoryPorts } from '../../in-memory/in-memory-ports.js';
import { createInMemoryStore } from '../../in-memory/store.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { systemClock as clock } from '../../system/system-clock.js';
import { uuidIds as ids } from '../../system/uuid-ids.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const traces = /quirina|zedlacher|wombat|20 ?7946 ?0777/iu;
const firstPage = { type: 'page', page: 1, limit: 20 } as const;
const email = 'quirina@zedlacher.example';
const address = { fullName: 'Quirina Zedlacher', line1: '7 Wombat Crescent', phone: '+44 20 7946 0777', country: 'GB' };

describe.each(testedDatabases)('%s', (_name, open) => {
  let database: TestDatabase;
  let useCases: UseCases;
  let variantId: string;
  beforeAll(async () => {
    database = await open();
    const { db } = database;
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids, storeCurrency: 'USD' });
    valueOf(await unitOfWork.run(({ pricing }) => pricing.saveShippingMethod(freeShipping)));
    variantId = await saveVariant(unitOfWork, { stock: 9 });
    const [secrets, publicUrl] = [makeNodeSecrets({ key: 'a key for tests only' }), 'https://shop.example'];
    const tokenIssuer = {
      issue: () => ({ accessToken: '', expiresIn: 900 }),
      verify: () => Promise.reject(new Error()),
    };
    useCases = makeUseCases({
      ...makeInMemoryPorts({
        store: createInMemoryStore(),
        clock,
        ids,
        secrets,
        tokenIssuer: tokenIssuer as never,
        publicUrl,
      }),
      unitOfWork,
      storeCurrency: 'USD',
      seller: { name: 'Shop', address: [] },
      timeToPayMs: 60_000,
      publicUrl,
    });
  });
  afterAll(async () => database.close());

  it('exports and erases what a person wrote and ordered, with an account or as a guest', async () => {
    const admin = { type: 'user', userId: ids.next(), role: 'admin' } as const;
    const { user } = valueOf(
      await useCases.registerCustomer({ email, password: 'correct horse', name: address.fullName }),
    );
    const caller = { type: 'user', userId: user.id, role: 'customer' } as const;
    const order = async (by: typeof caller | { readonly type: 'guest' }, key: string) => {
      const placed = valueOf(
        await useCases.placeOrder({
          caller: by,
          request: { caller: key, key, fingerprint: key },
          source: { type: 'items', items: [{ variantId, quantity: 1 }] },
          email,
          shippingAddress: address,
        }),
      );
      const cancelled = { caller: admin, orderId: placed.order.id, reason: 'Quirina asked for it' };
      valueOf(await useCases.cancelOrder(cancelled));
      return placed.order.id;
    };
    const cart = valueOf(await useCases.createCart({ caller }));
    valueOf(
      await useCases.setCheckout({
        caller,
        cartId: cart.view.stored.cart.id,
        changes: { email, shippingAddress: address },
      }),
    );
    await order(caller, 'own');
    await order({ type: 'guest' }, 'guests');
    const post = valueOf(
      await useCases.createPost({ caller: admin, title: 'How we glaze', author: 'Shop', status: 'published' }),
    );
    const comment = async (text: string) =>
      valueOf(await useCases.addComment({ caller, idOrSlug: post.slug, text })).id;
    await comment('Quirina waits.');
    const [shown, hidden] = [await comment('Quirina likes it.'), await comment('Quirina has a wombat.')];
    valueOf(await useCases.approveComment({ caller: admin, commentId: shown }));
    valueOf(await useCases.rejectComment({ caller: admin, commentId: hidden }));
    expect(valueOf(await useCases.exportMyData({ caller }))).toMatchObject({
      comments: expect.arrayContaining(
        ['Quirina waits.', 'Quirina likes it.', 'Quirina has a wombat.'].map((text) =>
          expect.objectContaining({ text }),
        ),
      ),
    });
    expect(await dumpDatabase(database.db)).toMatch(traces);
    valueOf(await useCases.eraseUser({ caller: admin, userId: user.id }));
    expect(await dumpDatabase(database.db)).not.toMatch(traces);
    const left = valueOf(await useCases.listPostComments({ idOrSlug: post.slug, page: firstPage }));
    expect(left.data).toEqual([]);
    const { comments } = valueOf(await useCases.viewPost({ idOrSlug: post.slug })).post;
    expect(comments).toEqual({ count: 0 });
  });
});
