import type { Purgeable } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, freshId, noon, sampleCart, valueOf } from '../sample-shop.js';
import { sampleInvoice, samplePaidOrder } from '../sample-invoice.js';
import { sampleDocument } from './issued-documents.js';
import { sampleComment, samplePost } from './journal/sample-journal.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject, type UnitOfWorkSubject } from './subject.js';

/** One kind: how a row of it is added that is as old as `at`, and whether a row still exists. */
type Kind = {
  readonly add: (subject: UnitOfWorkSubject, at: string) => Promise<string>;
  readonly exists: (subject: UnitOfWorkSubject, id: string) => Promise<boolean>;
};

const request = (key: string) => ({ caller: 'customer-1', key, fingerprint: 'a request' });
const addCart = async ({ unitOfWork }: UnitOfWorkSubject, facts: Parameters<typeof sampleCart>[0]): Promise<string> => {
  const stored = sampleCart(facts);
  valueOf(await unitOfWork.run(({ carts }) => carts.add(stored)));
  return stored.cart.id;
};
const openSession = async ({ unitOfWork }: Pick<UnitOfWorkSubject, 'unitOfWork'>, expiresAt: string) => {
  const { id: userId } = await addUser(unitOfWork);
  const session = { id: freshId(), userId, createdAt: noon, lastUsedAt: noon, expiresAt };
  const token = { id: freshId(), familyId: session.id, userId, expiresAt: afterNoon(3_600), digest: freshId() };
  valueOf(await unitOfWork.run(({ sessions }) => sessions.open(session, token)));
  return { ...session, digest: token.digest };
};
const tokenExists = async ({ unitOfWork }: UnitOfWorkSubject, digest: string): Promise<boolean> =>
  valueOf(await unitOfWork.run(({ sessions }) => sessions.lockByDigest(digest))) !== undefined;
const cartExists = async ({ unitOfWork }: UnitOfWorkSubject, id: string): Promise<boolean> =>
  valueOf(await unitOfWork.run(({ carts }) => carts.find(id))) !== undefined;
let documents = 0;

const kinds: Readonly<Record<Exclude<Purgeable, 'dead-letters' | 'events' | 'webhook-deliveries'>, Kind>> = {
  'idempotency-keys': {
    add: async ({ unitOfWork }, expiresAt) => {
      const key = freshId();
      valueOf(
        await unitOfWork.run(({ idempotency }) => idempotency.complete(request(key), { outcome: '{}', expiresAt })),
      );
      return key;
    },
    exists: async ({ unitOfWork }, key) =>
      valueOf(await unitOfWork.run(({ idempotency }) => idempotency.isKnown(request(key)))),
  },
  'refresh-tokens': {
    add: async ({ unitOfWork }, expiresAt) => {
      const session = await openSession({ unitOfWork }, afterNoon(3_600));
      const token = { id: freshId(), familyId: session.id, userId: session.userId, expiresAt, digest: freshId() };
      valueOf(await unitOfWork.run(({ sessions }) => sessions.extend(session, { ...token, usedAt: noon })));
      return token.digest;
    },
    exists: tokenExists,
  },
  // Known by its token, which goes with it though it expires later.
  sessions: { add: async (subject, at) => (await openSession(subject, at)).digest, exists: tokenExists },
  'account-tokens': {
    add: async ({ unitOfWork }, expiresAt) => {
      const id = freshId();
      valueOf(
        await unitOfWork.run(({ accountTokens }) => accountTokens.add({ id, purpose: 'reset-password', expiresAt })),
      );
      return id;
    },
    exists: async ({ unitOfWork }, id) =>
      valueOf(await unitOfWork.read(({ accountTokens }) => accountTokens.find(id))) !== undefined,
  },
  'guest-carts': {
    add: (subject, updatedAt) => addCart(subject, { updatedAt, createdAt: updatedAt }),
    exists: cartExists,
  },
  'handled-messages': {
    add: async ({ unitOfWork }, at) => {
      const messageId = freshId();
      valueOf(await unitOfWork.commit({ message: { messageId, handler: 'mail', at } }));
      return messageId;
    },
    exists: async ({ unitOfWork }, messageId) =>
      valueOf(await unitOfWork.run(({ inbox }) => inbox.seen(messageId, 'mail'))),
  },
  'known-addresses': {
    add: async ({ unitOfWork }, lastUsedAt) => {
      const { id: userId } = await addUser(unitOfWork);
      const session = { id: freshId(), userId, createdAt: noon, lastUsedAt, expiresAt: afterNoon(3_600) };
      const token = { id: freshId(), familyId: session.id, userId, expiresAt: afterNoon(3_600), digest: freshId() };
      valueOf(await unitOfWork.run(({ sessions }) => sessions.open({ ...session, address: '203.0.113.7' }, token)));
      return userId;
    },
    exists: async ({ unitOfWork }, userId) =>
      valueOf(await unitOfWork.read(({ sessions }) => sessions.isKnownAddress(userId, '203.0.113.7'))),
  },
  'issued-documents': {
    add: async ({ unitOfWork }, issuedAt) => {
      const document = sampleDocument({ counter: (documents += 1), issuedAt });
      const content = sampleInvoice(samplePaidOrder({ unitPrices: [100] }));
      valueOf(await unitOfWork.run(({ issuedDocuments }) => issuedDocuments.add(document, content)));
      return document.number;
    },
    exists: async ({ unitOfWork }, number) =>
      valueOf(await unitOfWork.read(({ issuedDocuments }) => issuedDocuments.find(number)))?.content !== undefined,
  },
  'failed-jobs': {
    add: async ({ unitOfWork }, failedAt) => {
      const id = freshId();
      const failed = { id, job: 'send-mail', jobId: id, payload: {}, reason: 'refused', attempts: 1, failedAt };
      valueOf(await unitOfWork.run(({ jobs }) => jobs.fail(failed)));
      return id;
    },
    exists: async ({ unitOfWork }, id) => {
      const { data } = valueOf(await unitOfWork.read(({ jobs }) => jobs.failed({ type: 'cursor', limit: 100 })));
      return data.some((failed) => failed.id === id);
    },
  },
  'audit-entries': {
    add: async ({ unitOfWork }, at) => {
      const id = freshId();
      valueOf(await unitOfWork.run(({ auditLog }) => auditLog.add([{ id, at, action: 'changeUser' }])));
      return id;
    },
    exists: async ({ auditReader }, id) =>
      valueOf(await auditReader.list({}, { type: 'page', page: 1, limit: 100 })).data.some((entry) => entry.id === id),
  },
  'erasure-digests': {
    add: async ({ unitOfWork }, at) => {
      const id = freshId();
      valueOf(await unitOfWork.run(({ personalData }) => personalData.addErasure({ id, mailboxes: ['digest'], at })));
      return id;
    },
    exists: async ({ unitOfWork }, id) =>
      valueOf(await unitOfWork.run(({ personalData }) => personalData.erasuresSince('2000-01-01T00:00:00.000Z'))).some(
        (erasure) => erasure.id === id && erasure.mailboxes.length > 0,
      ),
  },
  'rejected-comments': {
    add: async ({ unitOfWork }, updatedAt) => {
      const post = samplePost();
      valueOf(await unitOfWork.run(({ posts }) => posts.add(post)));
      const { id: userId } = await addUser(unitOfWork);
      const comment = sampleComment({ postId: post.id, userId, status: 'rejected', updatedAt });
      valueOf(await unitOfWork.run(({ comments }) => comments.add(comment)));
      return comment.id;
    },
    exists: async ({ unitOfWork }, id) =>
      valueOf(await unitOfWork.run(({ comments }) => comments.lock(id))) !== undefined,
  },
};

export const describePurges = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('purges', () => {
    const subject = subjectForEachTest(makeSubject);
    const purge = async (what: Purgeable, before: string, limit = 100): Promise<number> =>
      valueOf(await subject().unitOfWork.run(({ purges }) => purges.purge(what, before, limit)));

    describe.each(Object.entries(kinds) as [keyof typeof kinds, Kind][])('of %s', (what, { add, exists }) => {
      it('delete what is old enough, and nothing that is younger', async () => {
        const old = [await add(subject(), noon), await add(subject(), afterNoon(1))];
        const young = await add(subject(), afterNoon(1.001));
        expect(await purge(what, afterNoon(1))).toBe(2);
        expect(await Promise.all([...old, young].map((id) => exists(subject(), id)))).toEqual([false, false, true]);
        expect(await purge(what, afterNoon(1))).toBe(0);
      });

      it('delete no more than the limit at a time', async () => {
        for (let row = 0; row < 5; row += 1) await add(subject(), afterNoon(row));
        expect([await purge(what, afterNoon(9), 3), await purge(what, afterNoon(9), 3)]).toEqual([3, 2]);
      });

      it('delete each row once when several run at the same time', async () => {
        for (let row = 0; row < 6; row += 1) await add(subject(), noon);
        const counts = await Promise.all(Array.from({ length: 3 }, () => purge(what, noon, 6)));
        expect(counts.reduce((all, count) => all + count, 0)).toBe(6);
      });

      it('delete no other kind', async () => {
        const id = await add(subject(), noon);
        for (const other of Object.keys(kinds) as Purgeable[]) if (other !== what) await purge(other, afterNoon(9));
        await purge('dead-letters', afterNoon(9));
        expect(await exists(subject(), id)).toBe(true);
      });
    });

    it('leave the cart of a customer, and a guest’s cart that was changed lately', async () => {
      const { id: customerId } = await addUser(subject().unitOfWork);
      const customers = await addCart(subject(), { customerId });
      const active = await addCart(subject(), { updatedAt: afterNoon(60) });
      expect(await purge('guest-carts', afterNoon(1))).toBe(0);
      expect([await cartExists(subject(), customers), await cartExists(subject(), active)]).toEqual([true, true]);
    });

    it('delete the carts that guests ordered or merged', async () => {
      const ids = [await addCart(subject(), { status: 'ordered' }), await addCart(subject(), { status: 'merged' })];
      expect(await purge('guest-carts', noon)).toBe(2);
      expect(await Promise.all(ids.map((id) => cartExists(subject(), id)))).toEqual([false, false]);
    });

    it('delete events that failed for good, and none that are still to be relayed', async () => {
      const { unitOfWork, feed } = subject();
      const event = { type: 'order.cancelled', orderId: freshId(), at: noon } as const;
      valueOf(await unitOfWork.run(({ outbox }) => outbox.add([event, event])));
      const [failed] = valueOf(await feed.claim(1, 60_000));
      valueOf(await feed.deadLetter(failed?.id ?? '', 'refused'));
      expect(await purge('dead-letters', '2000-01-01T00:00:00.000Z')).toBe(0);
      expect(await purge('dead-letters', '2999-01-01T00:00:00.000Z')).toBe(1);
      expect(await purge('dead-letters', '2999-01-01T00:00:00.000Z')).toBe(0);
      expect(valueOf(await feed.claim(9, 60_000))).toHaveLength(1);
    });
  });
};
