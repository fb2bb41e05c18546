import {
  isErased,
  manualProvider,
  type PersonalData,
  type Person,
  type StoredCart,
  type StoredOrder,
} from '@cartwright/application';
import { compareIds, type Order, type OrderId } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

/** What the tables of a store hold about people. */
export const personalData = (tables: Tables): PersonalData => ({
  collect: (person) => {
    const orders = ordersOf(tables, person).map(({ order }) => order);
    const rows = rowsOf(
      tables,
      person,
      orders.map(({ id }) => id),
    );
    return okAsync({
      user: rows.users.map(({ passwordHash: _secret, ...user }) => user),
      profile: rows.profiles.map(([userId, profile]) => ({ userId, ...profile })),
      sessions: rows.sessions,
      secondFactor: rows.secondFactors.map(({ sealedSecret: _secret, recoveryDigests: _codes, ...factor }) => factor),
      apiKeys: rows.apiKeys.map(({ digest: _secret, ...key }) => key),
      addresses: rows.addresses,
      knownAddresses: rows.knownAddresses.map(([key, lastSeenAt]) => ({ address: key.split(' ')[1], lastSeenAt })),
      mailedLinks: rows.accountTokens,
      carts: rows.carts.map(({ tokenDigest: _secret, ...cart }) => cart),
      orders: orders.map((document) => ({ document })),
      payments: rows.payments,
      invoices: rows.issuedDocuments.map(({ pdf: _bytes, ...document }) => document),
      returns: rows.returns,
      events: rows.outbox.map(([, { event }]) => ({ event })),
      auditLog: rows.auditLog,
      promotionUsage: rows.promotionUsage.map(([, usage]) => usage),
    });
  },
  lockOrders: (person) => okAsync(ordersOf(tables, person)),
  lockErasedWithTexts: ({ after, limit }) =>
    okAsync(
      sortedOrders(tables)
        .filter(
          ({ order }) => isErased(order) && hasTexts(order) && (after === undefined || compareIds(order.id, after) > 0),
        )
        .slice(0, limit),
    ),
  erase: (person, orderIds) => {
    const { userId } = person;
    const rows = rowsOf(tables, person, orderIds);
    for (const [key, { failedFor: _text, ...row }] of rows.outbox) tables.outbox.set(key, row);
    for (const key of rows.requests) tables.idempotency.delete(key);
    for (const { cart } of rows.carts) tables.carts.delete(cart.id);
    for (const { successUrl: _success, cancelUrl: _cancel, ...payment } of rows.payments)
      tables.payments.set(payment.id, payment);
    for (const request of rows.returns) tables.returns.set(request.id, { ...request, reason: '' });
    for (const [key] of rows.promotionUsage) tables.promotionUsage.delete(key);
    for (const orderId of orderIds) tables.promotionUses.delete(orderId);
    for (const { ip: _ip, ...entry } of rows.auditLog) tables.auditLog.set(entry.id, entry);
    for (const { id } of rows.addresses) tables.addresses.delete(id);
    for (const { id } of rows.sessions) tables.sessions.delete(id);
    for (const { id } of rows.apiKeys) tables.apiKeys.delete(id);
    for (const factor of rows.secondFactors) tables.secondFactors.delete(factor.userId);
    for (const { id } of rows.accountTokens) tables.accountTokens.delete(id);
    for (const [key] of rows.knownAddresses) tables.knownAddresses.delete(key);
    for (const token of tables.refreshTokens.values())
      if (token.userId === userId) tables.refreshTokens.delete(token.id);
    if (userId !== undefined) {
      tables.profiles.delete(userId);
      tables.users.delete(userId);
    }
    return okAsync(undefined);
  },
  addErasure: (erasure) => {
    tables.erasures.set(erasure.id, erasure);
    return okAsync(undefined);
  },
  erasuresSince: (since) =>
    okAsync(
      [...tables.erasures.values()]
        .filter(({ at }) => at >= since)
        .sort((left, right) => compareIds(left.at, right.at) || compareIds(left.id, right.id)),
    ),
  wasErased: (userId) => okAsync([...tables.erasures.values()].some((erasure) => erasure.userId === userId)),
});

const sortedOrders = ({ orders }: Tables): readonly StoredOrder[] =>
  [...orders.values()].sort((left, right) => compareIds(left.order.id, right.order.id));

const ordersOf = (tables: Tables, { userId, emails }: Person): readonly StoredOrder[] =>
  sortedOrders(tables).filter(({ order: { customerId, email } }) =>
    customerId === undefined ? emails.includes(email) : customerId === userId,
  );

const hasTexts = ({ payments, refunds }: Order): boolean => {
  const names = (provider: string, reference: string) => provider === manualProvider && !reference.startsWith('erased');
  return (
    payments.some(({ provider, reference }) => names(provider, reference)) ||
    refunds.some(
      ({ provider, paymentReference, reason, failure }) =>
        names(provider, paymentReference) || reason !== '' || (provider === manualProvider && failure !== undefined),
    )
  );
};

function rowsOf(tables: Tables, { userId, emails, buyers }: Person, orderIds: readonly OrderId[]) {
  const isTheirs = (row: { readonly userId?: string }): boolean => userId !== undefined && row.userId === userId;
  const carts = [...tables.carts.values()];
  const mine = new Set(
    carts.filter(({ cart }) => userId !== undefined && cart.customerId === userId).map(({ cart }) => cart.id),
  );
  const ordered = new Set(orderIds.map((id) => tables.pricingInputs.get(id)?.cart.id));
  const isCartOfTheirs = ({ cart, merged, checkout }: StoredCart): boolean =>
    mine.has(cart.id) ||
    (merged !== undefined && mine.has(merged.into)) ||
    ordered.has(cart.id) ||
    (cart.customerId === undefined && emails.includes((checkout?.email ?? '').toLowerCase()));
  const tokens = [...tables.accountTokens.values()].filter(isTheirs);
  const names = (event: object): boolean => {
    const { orderId, userId: named, tokenId } = event as { orderId?: OrderId; userId?: string; tokenId?: string };
    return (
      (orderId !== undefined && orderIds.includes(orderId)) ||
      (userId !== undefined && named === userId) ||
      tokens.some(({ id }) => id === tokenId)
    );
  };
  return {
    users: [...tables.users.values()].filter(({ id }) => id === userId),
    profiles: [...tables.profiles].filter(([id]) => id === userId),
    sessions: [...tables.sessions.values()].filter(isTheirs),
    apiKeys: [...tables.apiKeys.values()].filter(isTheirs),
    secondFactors: [...tables.secondFactors.values()].filter(isTheirs),
    addresses: [...tables.addresses.values()].filter(isTheirs),
    knownAddresses: [...tables.knownAddresses].filter(([key]) => userId !== undefined && key.startsWith(`${userId} `)),
    accountTokens: tokens,
    carts: carts.filter(isCartOfTheirs),
    payments: [...tables.payments.values()].filter(({ orderId }) => orderIds.includes(orderId)),
    issuedDocuments: [...tables.issuedDocuments.values()].filter(({ document }) => orderIds.includes(document.orderId)),
    returns: [...tables.returns.values()].filter(({ orderId }) => orderIds.includes(orderId)),
    promotionUsage: [...tables.promotionUsage].filter(([, { buyer }]) => buyer !== undefined && buyers.includes(buyer)),
    auditLog: [...tables.auditLog.values()].filter(
      ({ actorId, target }) => userId !== undefined && (actorId === userId || target?.id === userId),
    ),
    outbox: [...tables.outbox].filter(([, { event }]) => names(event)),
    requests: [...tables.idempotency]
      .filter(
        ([key, { outcome = '', held }]) =>
          (userId !== undefined && key.startsWith(JSON.stringify([`user:${userId}`]).slice(0, -1))) ||
          orderIds.some((id) => outcome.includes(id) || held?.resourceId === id),
      )
      .map(([key]) => key),
  };
}
