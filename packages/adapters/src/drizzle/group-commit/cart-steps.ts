import type { Change } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { unindexed } from '../connection/database.js';
import { cartRow } from '../repositories/cart-records.js';
import { carts } from '../schema.js';
import { insertStep, updateUnlocked, type WriteStep } from './write-step.js';

const isOpen = sql`${unindexed(carts.status)} = 'open'`;

/** A customer has one open cart in a currency: the second conflicts. */
const opened = insertStep<Change, typeof carts>(
  'carts_opened',
  carts,
  ({ cart }) => (cart?.type === 'open' ? [cartRow(cart.stored)] : []),
  sql`on conflict (customer_id, currency) where status = 'open' do nothing`,
);

const changed: WriteStep<Change> = {
  name: 'carts_changed',
  rows: (batch) =>
    batch.flatMap(({ cart: write }) => {
      if (write?.type !== 'change') return [];
      const { cart, checkout, version, updatedAt } = write.stored;
      const { id, lines, couponCodes } = cart;
      const edited = { lines, coupon_codes: couponCodes, checkout: checkout ?? null };
      return [{ id, version: version - 1, ...edited, updated_at: updatedAt }];
    }),
  statement: updateUnlocked(carts, {
    columns: {
      id: 'uuid',
      version: 'integer',
      lines: 'jsonb',
      coupon_codes: 'jsonb',
      checkout: 'json',
      updated_at: 'timestamptz',
    },
    where: sql`carts.id = changed.id and ${isOpen} and carts.version = changed.version`,
    set: sql`lines = changed.lines, coupon_codes = changed.coupon_codes, checkout = changed.checkout, version = carts.version + 1, updated_at = changed.updated_at`,
  }),
  isGuarded: true,
};

const ordered: WriteStep<Change> = {
  name: 'carts_ordered',
  rows: (batch) =>
    batch.flatMap(({ cart }) =>
      cart?.type === 'order' ? [{ id: cart.id, version: cart.version, updated_at: cart.at }] : [],
    ),
  statement: updateUnlocked(carts, {
    columns: { id: 'uuid', version: 'integer', updated_at: 'timestamptz' },
    where: sql`carts.id = changed.id and ${isOpen} and carts.version = changed.version`,
    set: sql`status = 'ordered', version = carts.version + 1, updated_at = changed.updated_at`,
  }),
  isGuarded: true,
};

export const cartSteps: readonly WriteStep<Change>[] = [opened, changed, ordered];
