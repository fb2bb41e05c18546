import { erasedEmail, manualProvider, type Person, type StoredCart, type StoredOrder } from '@cartwright/application';
import type { CustomerId, Order, OrderId } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { changeOrder, sampleOrder } from '../../sample-order.js';
import { addUser, afterNoon, freshId, noon, sampleCart, saveVariant, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';
import { sampleAddress } from './addresses.js';

export const describePersonalData = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('personal data', () => {
    const subject = subjectForEachTest(makeSubject);
    const run = async <T>(work: Parameters<ReturnType<typeof subject>['unitOfWork']['run']>[0]): Promise<T> =>
      valueOf(await subject().unitOfWork.run(work)) as T;
    const collect = async (person: Person) =>
      valueOf(await subject().unitOfWork.read(({ personalData }) => personalData.collect(person)));
    const place = async (email: string, customerId?: CustomerId): Promise<Order> => {
      const { unitOfWork } = subject();
      const lines = [{ variantId: await saveVariant(unitOfWork, { stock: 9 }), quantity: 1 }];
      const order = {
        ...(await sampleOrder(unitOfWork, { lines, ...(customerId === undefined ? {} : { customerId }) })),
        email,
      };
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      return order;
    };
    const addCart = async (facts: Parameters<typeof sampleCart>[0]): Promise<StoredCart> => {
      const cart = sampleCart(facts);
      await run(({ carts }) => carts.add(cart));
      return cart;
    };
    /** An account with everything that can hang on it, and a guest's order and cart with its e-mail. */
    const somebody = async (email: string) => {
      const { unitOfWork } = subject();
      const user = await addUser(unitOfWork, { email, name: email });
      const userId = user.id;
      const order = await place(email, userId);
      const guests = await place(email);
      const session = { id: freshId(), userId, createdAt: noon, lastUsedAt: noon, expiresAt: afterNoon(9) };
      const token = { id: freshId(), familyId: session.id, userId, expiresAt: afterNoon(9), digest: freshId() };
      await run(({ addresses }) => addresses.save(sampleAddress(userId)));
      await run(({ profiles }) => profiles.save(userId, { marketingConsent: true, metadata: { seat: email } }));
      await run(({ sessions }) => sessions.open({ ...session, address: '203.0.113.7' }, token));
      await run(({ accountTokens }) =>
        accountTokens.add({ id: freshId(), purpose: 'verify-email', userId, expiresAt: afterNoon(9) }),
      );
      await run(({ returns }) =>
        returns.add({ id: freshId(), orderId: order.id, lines: [], reason: `${email} is ill`, requestedAt: noon }),
      );
      await run(({ idempotency }) =>
        idempotency.complete(
          { caller: `user:${userId}`, key: 'k', fingerprint: 'f' },
          { outcome: JSON.stringify({ id: order.id }), expiresAt: afterNoon(9) },
        ),
      );
      const cart = await addCart({ customerId: userId, checkout: { email } });
      await addCart({
        status: 'merged',
        checkout: { email },
        merged: { into: cart.cart.id, clamped: [], couponsLeftOut: [] },
      });
      await addCart({ checkout: { email: email.toUpperCase() } });
      return { user, order, guests, person: { userId, emails: [email], buyers: [userId] } satisfies Person };
    };
    const sections = ['user', 'profile', 'sessions', 'addresses', 'knownAddresses', 'mailedLinks', 'carts', 'returns'];

    it('are collected completely for one person, without data of others', async () => {
      const [ada, bob] = [await somebody('ada@shop.example'), await somebody('bob@shop.example')];
      const text = JSON.stringify(await collect(ada.person));
      expect(text).toContain('ada@shop.example');
      for (const secret of ['bob@shop.example', bob.user.id, 'passwordHash', 'digest', 'Digest']) {
        expect(text).not.toContain(secret);
      }
      const collected = await collect(ada.person);
      for (const section of sections) expect([section, collected[section]?.length]).not.toEqual([section, 0]);
      expect(collected['orders']).toHaveLength(2);
      expect(collected['carts']).toHaveLength(3);
      expect((await collect({ ...ada.person, emails: [] }))['orders']).toHaveLength(1);
    });

    it('are erased for one person at a time; orders and others stay', async () => {
      const [ada, bob] = [await somebody('ada@shop.example'), await somebody('bob@shop.example')];
      const before = await collect(bob.person);
      const orderIds = [ada.order.id, ada.guests.id];
      await run(({ personalData }) => personalData.erase(ada.person, orderIds));
      await run(({ personalData }) => personalData.erase(ada.person, orderIds));
      const { orders, returns, ...rest } = await collect(ada.person);
      expect(orders).toHaveLength(2);
      expect(JSON.stringify(returns)).not.toContain('ill');
      for (const section of sections.filter((each) => each !== 'returns')) {
        expect([section, rest[section]]).toEqual([section, []]);
      }
      expect(await collect(bob.person)).toEqual(before);
    });

    it('find the orders of a person, and lock them', async () => {
      const ada = await somebody('ada@shop.example');
      await somebody('bob@shop.example');
      const lock = async (person: Person) =>
        (await run<readonly StoredOrder[]>(({ personalData }) => personalData.lockOrders(person))).map(
          ({ order }) => order,
        );
      expect((await lock(ada.person)).map(({ id }) => id)).toEqual([ada.order.id, ada.guests.id]);
      expect(await lock({ emails: ['ada@shop.example'], buyers: [] })).toStrictEqual([ada.guests]);
      expect(await lock({ emails: [], buyers: [] })).toEqual([]);
    });

    it('find the erased orders that still name who paid by transfer, or hold a text about a refund', async () => {
      const payment = {
        provider: manualProvider,
        reference: 'erased-1',
        amount: { amount: 1, currency: 'USD' },
        at: noon,
      };
      const refund = {
        id: freshId(),
        provider: manualProvider,
        paymentReference: 'erased-1',
        amount: payment.amount,
        reason: '',
        status: 'confirmed',
        requestedAt: noon,
      } as const;
      const save = async (facts: Partial<Order>, email = erasedEmail): Promise<OrderId> => {
        const order = { ...(await place(email)), ...facts };
        valueOf(await changeOrder(subject().unitOfWork, order.id, () => order));
        return order.id;
      };
      const paid = await save({ payments: [{ ...payment, reference: 'Ada' }] });
      const refunded = await save({ refunds: [{ ...refund, paymentReference: 'Ada' }] });
      const explained = await save({ refunds: [{ ...refund, reason: 'Ada called' }] });
      const failed = await save({ refunds: [{ ...refund, status: 'failed', failure: 'Ada has moved' }] });
      await save({ payments: [{ ...payment, reference: 'Ada' }] }, 'ada@shop.example');
      await save({ payments: [payment], refunds: [refund] });
      await save({
        payments: [{ ...payment, provider: 'stripe', reference: 'pi_1' }],
        refunds: [{ ...refund, provider: 'stripe', paymentReference: 'pi_1', status: 'failed', failure: 'expired' }],
      });
      const lock = async (page: { readonly after?: OrderId; readonly limit: number }) =>
        (await run<readonly StoredOrder[]>(({ personalData }) => personalData.lockErasedWithTexts(page))).map(
          ({ order }) => order.id,
        );
      expect(await lock({ limit: 9 })).toEqual([paid, refunded, explained, failed]);
      expect(await lock({ after: paid, limit: 2 })).toEqual([refunded, explained]);
    });

    it('store erasures, only by id', async () => {
      const [userId, other] = [freshId(), freshId()];
      const erasures = [
        { id: freshId(), userId, mailboxes: ['a', 'b'], at: noon },
        { id: freshId(), mailboxes: ['c'], at: afterNoon(5) },
      ];
      for (const erasure of erasures) await run(({ personalData }) => personalData.addErasure(erasure));
      const since = (at: string) => run(({ personalData }) => personalData.erasuresSince(at));
      expect(await since(noon)).toStrictEqual(erasures);
      expect(await since(afterNoon(5))).toStrictEqual(erasures.slice(1));
      const wasErased = (id: string) => run(({ personalData }) => personalData.wasErased(id));
      expect([await wasErased(userId), await wasErased(other), await wasErased('no id')]).toEqual([true, false, false]);
    });
  });
};
