import type { Purgeable, PurgeRecords } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

/** Each row's key and the instant that its age counts from; rows that are never deleted are left out. */
const datedRows: Readonly<Record<Purgeable, (tables: Tables) => readonly (readonly [key: string, at: Instant])[]>> = {
  'idempotency-keys': ({ idempotency }) => [...idempotency].map(([key, { expiresAt }]) => [key, expiresAt]),
  'refresh-tokens': ({ refreshTokens }) => [...refreshTokens].map(([key, { expiresAt }]) => [key, expiresAt]),
  sessions: ({ sessions }) => [...sessions].map(([key, { expiresAt }]) => [key, expiresAt]),
  'account-tokens': ({ accountTokens }) => [...accountTokens].map(([key, { expiresAt }]) => [key, expiresAt]),
  'guest-carts': ({ carts }) =>
    [...carts].flatMap(([key, { cart, updatedAt }]) =>
      cart.customerId === undefined ? [[key, updatedAt] as const] : [],
    ),
  'handled-messages': ({ inbox }) => [...inbox],
  'dead-letters': ({ outbox }) =>
    [...outbox].flatMap(([key, { failedAt }]) => (failedAt === undefined ? [] : [[key, failedAt] as const])),
  'failed-jobs': ({ failedJobs }) => [...failedJobs].map(([key, { failedAt }]) => [key, failedAt]),
  'known-addresses': ({ knownAddresses }) => [...knownAddresses],
  'issued-documents': ({ issuedDocuments }) =>
    [...issuedDocuments].flatMap(([key, { document, content }]) =>
      content === undefined ? [] : [[key, document.issuedAt] as const],
    ),
  'audit-entries': ({ auditLog }) => [...auditLog].map(([key, { at }]) => [key, at]),
  'webhook-deliveries': ({ webhookDeliveries }) =>
    [...webhookDeliveries].map(([key, { createdAt }]) => [key, createdAt]),
  'rejected-comments': ({ comments }) =>
    [...comments].flatMap(([key, { status, updatedAt }]) => (status === 'rejected' ? [[key, updatedAt] as const] : [])),
  events: ({ events }) => {
    // Up to the first that is kept, as in the database.
    let latest = '';
    return [...events].map(([key, { at }]) => [key, (latest = at > latest ? at : latest)]);
  },
  'erasure-digests': ({ erasures }) =>
    [...erasures].flatMap(([key, { mailboxes, at }]) => (mailboxes.length === 0 ? [] : [[key, at] as const])),
};

const remove: Readonly<Record<Purgeable, (tables: Tables, key: string) => void>> = {
  'idempotency-keys': ({ idempotency }, key) => idempotency.delete(key),
  'refresh-tokens': ({ refreshTokens }, key) => refreshTokens.delete(key),
  sessions: ({ sessions, refreshTokens }, key) => {
    sessions.delete(key);
    for (const token of refreshTokens.values()) if (token.familyId === key) refreshTokens.delete(token.id);
  },
  'account-tokens': ({ accountTokens }, key) => accountTokens.delete(key),
  'guest-carts': ({ carts }, key) => carts.delete(key),
  'handled-messages': ({ inbox }, key) => inbox.delete(key),
  'dead-letters': ({ outbox }, key) => outbox.delete(key),
  'failed-jobs': ({ failedJobs }, key) => failedJobs.delete(key),
  'known-addresses': ({ knownAddresses }, key) => knownAddresses.delete(key),
  'issued-documents': ({ issuedDocuments }, key) => {
    const row = issuedDocuments.get(key);
    if (row !== undefined) issuedDocuments.set(key, { document: row.document });
  },
  'audit-entries': ({ auditLog }, key) => auditLog.delete(key),
  'webhook-deliveries': ({ webhookDeliveries }, key) => webhookDeliveries.delete(key),
  'rejected-comments': ({ comments }, key) => comments.delete(key),
  events: ({ events, eventsDeletedTo }, key) => {
    const deleted = events.get(key)?.position ?? 0;
    events.delete(key);
    eventsDeletedTo.set('feed', Math.max(deleted, eventsDeletedTo.get('feed') ?? 0));
  },
  'erasure-digests': ({ erasures }, key) => {
    const row = erasures.get(key);
    if (row !== undefined) erasures.set(key, { ...row, mailboxes: [] });
  },
};

export const purgeRecords = (tables: Tables): PurgeRecords => ({
  purge: (what, before, limit) => {
    const old = datedRows[what](tables)
      .filter(([, at]) => Date.parse(at) <= Date.parse(before))
      .slice(0, limit);
    for (const [key] of old) remove[what](tables, key);
    return okAsync(old.length);
  },
});
