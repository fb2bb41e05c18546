import type { CurrencyCode, CustomerId, Instant, OrderId } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { commitLocked } from '../commit-change.js';
import type { Seller } from '../invoicing/invoice.js';
import { issueDocumentsOf } from '../invoicing/issue-documents.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Mailboxes } from '../ports/mailboxes.js';
import type { Person } from '../ports/repositories/customers/personal-data.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { Repositories } from '../ports/repositories/unit-of-work.js';
import type { Secrets } from '../ports/secrets.js';
import { guestBuyer } from '../promotions/buyer-of.js';
import { erasedOrder, isErased, isOpen } from './erased-order.js';

/** Something is still to happen to orders of the person. */
export type OrdersOpen = { readonly type: 'erasure.orders-open'; readonly orderIds: readonly OrderId[] };

export type ErasureDeps = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly mailboxes: Mailboxes;
  readonly secrets: Secrets;
  readonly seller: Seller;
  readonly storeCurrency: CurrencyCode;
};

/** Somebody by their account, their e-mail, or both. Of an e-mail that is not proven, guests' orders are not theirs. */
export const personOf = (
  { mailboxes, secrets }: Pick<ErasureDeps, 'mailboxes' | 'secrets'>,
  { userId, email }: { readonly userId?: CustomerId; readonly email?: string },
): Person => {
  const emails = email === undefined ? [] : mailboxes.spellings(email);
  return {
    ...(userId === undefined ? {} : { userId }),
    emails,
    buyers: [...(userId === undefined ? [] : [userId]), ...emails.map((each) => guestBuyer(secrets, each))],
  };
};

/**
 * Erases somebody within a transaction: their orders lose what they say of them, all else is deleted. What lies outside
 * the database follows by a job. `email` is that of the account, which is written to whether or not it is proven.
 */
export const erasePerson = (
  deps: ErasureDeps,
  repositories: Repositories,
  person: Person,
  email?: string,
): ResultAsync<void, OrdersOpen> =>
  repositories.personalData.lockOrders(person).andThen((orders) => {
    const open = orders.flatMap(({ order }) => (isOpen(order) ? order.id : []));
    if (open.length > 0) return errAsync({ type: 'erasure.orders-open', orderIds: open } as const);
    const emails = [...(email === undefined ? [] : [email]), ...person.emails];
    return eraseRows(deps, repositories, person, orders).andThen(() =>
      noteErasure(deps, repositories, person, [...emails, ...emailsOf(orders)]),
    );
  });

/**
 * Erases what a request that ran beside an erasure has written after it. Orders that are open wait for a later time.
 */
export const eraseLeftovers = (
  deps: ErasureDeps,
  repositories: Repositories,
  person: Person,
): ResultAsync<void, never> =>
  repositories.personalData.lockOrders(person).andThen((all) => {
    const orders = all.filter(({ order }) => !isErased(order) && !isOpen(order));
    return eraseRows(deps, repositories, person, orders).andThen(() =>
      orders.length === 0 ? okAsync(undefined) : noteErasure(deps, repositories, person, emailsOf(orders)),
    );
  });

const emailsOf = (orders: readonly StoredOrder[]): readonly string[] =>
  orders.filter(({ order }) => !isErased(order)).map(({ order }) => order.email);

const eraseRows = (
  deps: ErasureDeps,
  repositories: Repositories,
  person: Person,
  orders: readonly StoredOrder[],
): ResultAsync<void, never> =>
  orders
    .filter(({ order }) => !isErased(order))
    .reduce<ResultAsync<void, never>>(
      (before, stored) => before.andThen(() => eraseOrder(deps, repositories, stored)),
      okAsync(undefined),
    )
    .andThen(() =>
      repositories.personalData.erase(
        person,
        orders.map(({ order }) => order.id),
      ),
    );

const noteErasure = (
  deps: ErasureDeps,
  { personalData, outbox }: Repositories,
  { userId }: Person,
  emails: readonly string[],
): ResultAsync<void, never> => {
  const at = deps.clock.now();
  const mailboxes = [...new Set(emails.map((email) => mailboxDigest(deps, email)))];
  return personalData
    .addErasure({ id: deps.ids.next(), ...(userId === undefined ? {} : { userId }), mailboxes, at })
    .andThen(() => outbox.add([{ type: 'privacy.person-erased', at }]));
};

/** Recognises a mailbox without naming it. `keyId` as of `Secrets.derive`. */
export const mailboxDigest = (
  { mailboxes, secrets }: Pick<ErasureDeps, 'mailboxes' | 'secrets'>,
  email: string,
  keyId?: string,
): string => secrets.derive('erasure', mailboxes.of(email), keyId);

/** What its invoice and credit notes say stays: the law requires it. */
const eraseOrder = (deps: ErasureDeps, repositories: Repositories, stored: StoredOrder): ResultAsync<void, never> =>
  issueDocumentsOf(deps, repositories, stored.order).andThen(() => saveErased(repositories, stored, deps.clock.now()));

/**
 * Removes what an order says of its buyer. The transaction has locked the order. The event has other systems remove
 * the same.
 */
export const saveErased = (
  repositories: Pick<Repositories, 'commit'>,
  { order, version }: StoredOrder,
  at: Instant,
): ResultAsync<void, never> =>
  commitLocked(repositories, {
    order: { type: 'change', order: erasedOrder(order), version },
    events: [{ type: 'order.erased', orderId: order.id, at }],
  });
