import type { CartChanged, CartOpened } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { beyondIndexes } from '../connection/database.js';
import type { Write } from './keep-together.js';
import { keepingPlaces } from './kept-places.js';
import { carts } from '../schema.js';

const openedCarts = keepingPlaces('keep_opened_carts', {
  asked: sql`
    select * from jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked (
      place integer, id uuid, currency text, customer_id uuid, lines jsonb, coupon_codes jsonb, version integer, status text,
      token_digest text, created_at timestamptz, updated_at timestamptz
    )`,
  added: sql`
    insert into carts (
      id, currency, customer_id, lines, coupon_codes, version, status, token_digest, created_at, updated_at
    )
    select id, currency, customer_id, lines, coupon_codes, version, status, token_digest, created_at, updated_at
    from asked
    on conflict (customer_id) where status = 'open' do nothing
    returning id`,
  kept: sql`select asked.place from asked join added on added.id = asked.id`,
});

export const keepOpenedCarts: Write<CartOpened> = async (db, batch) => {
  const asked = batch.map(({ stored: { cart, version, status, tokenDigest, createdAt, updatedAt } }, place) => ({
    place,
    id: cart.id,
    currency: cart.currency,
    customer_id: cart.customerId ?? null,
    lines: cart.lines,
    coupon_codes: cart.couponCodes,
    version,
    status,
    token_digest: tokenDigest ?? null,
    created_at: createdAt,
    updated_at: updatedAt,
  }));
  return openedCarts(db, { asked });
};

const cartChanges = keepingPlaces('keep_cart_changes', {
  asked: sql`
    select * from jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked (
      place integer, id uuid, version integer, coupon_codes jsonb, updated_at timestamptz
    )`,
  locked: sql`
    select asked.place, found.at from asked cross join lateral (
      select carts.ctid as at from carts
      where carts.id = asked.id and ${beyondIndexes(carts.status)} = 'open' and carts.version = asked.version
      for update skip locked
    ) as found`,
  kept: sql`
    update carts
    set lines = ${sql.placeholder('lines')}::jsonb -> asked.place, coupon_codes = asked.coupon_codes, version = carts.version + 1, updated_at = asked.updated_at
    from asked join locked on locked.place = asked.place
    where carts.ctid = locked.at
    returning asked.place`,
});

export const keepCartChanges: Write<CartChanged> = async (db, batch) => {
  const asked = batch.map(({ stored: { cart, version, updatedAt } }, place) => ({
    place,
    id: cart.id,
    version: version - 1,
    coupon_codes: cart.couponCodes,
    updated_at: updatedAt,
  }));
  const lines = batch.map(({ stored }) => stored.cart.lines);
  return cartChanges(db, { asked, lines });
};
