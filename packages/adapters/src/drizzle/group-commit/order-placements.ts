import {
  estimateArrival,
  sumDemand,
  type Ids,
  type OrderPlacement,
  type OrderPlacements,
  type PlacementOvertaken,
  type StorageUnavailable,
} from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { beyondIndexes, byKey, type Database } from '../connection/database.js';
import { keyName } from '../repositories/idempotency-records.js';
import { keepingPlaces } from './kept-places.js';
import { inBatches } from '../../system/in-batches.js';
import { carts } from '../schema.js';
import { hasCode, outageOfBatch } from '../connection/storage-failures.js';

type Dependencies = {
  readonly db: Database;
  readonly ids: Ids;
  /** Called after each commit: it left events in the outbox. */
  readonly onEventsCommitted?: () => void;
};

type Committed = Result<void, PlacementOvertaken | StorageUnavailable>;
/** What was written: all but the requests that were answered before. */
type Written = Result<ReadonlySet<OrderPlacement>, PlacementOvertaken | StorageUnavailable>;

const isOvertakenAll: Written = err({ type: 'placement.overtaken' });

/**
 * Orders that are placed at one time share a statement, and so a round trip, a commit and, where they want the same
 * products, the update of a stock. When it fails as a whole, each is tried alone.
 *
 * @example makeDrizzleOrderPlacements({ db, ids })
 */
export function makeDrizzleOrderPlacements({ db, ids, onEventsCommitted }: Dependencies): OrderPlacements {
  const tryTogether = async (batch: readonly OrderPlacement[]): Promise<Written> => {
    try {
      const written = await write(byKey(db), ids, batch);
      if (written.size > 0) onEventsCommitted?.();
      return ok(written);
    } catch (error) {
      if (isOvertaken(error)) return isOvertakenAll;
      const outage = outageOfBatch(error, batch.length);
      return outage === undefined ? isOvertakenAll : err(outage);
    }
  };
  /** One of several that failed together: its own defect is the careful way's to tell, to it alone. */
  const tryAlone = async (placement: OrderPlacement): Promise<Written> => {
    try {
      return await tryTogether([placement]);
    } catch {
      return isOvertakenAll;
    }
  };
  const commit = inBatches(
    { atOnce: 2, most: 32 },
    async (batch: readonly OrderPlacement[]): Promise<readonly Committed[]> => {
      const { alone, together } = separate(batch);
      const shared = together.length === 0 ? isOvertakenAll : await tryTogether(together);
      const isSplit = together.length > 1 && shared.isErr() && shared.error.type === 'placement.overtaken';
      const answers = new Map<OrderPlacement, Written>();
      let goesOn = true;
      for (const placement of together) {
        const answer: Written = !isSplit ? shared : goesOn ? await tryAlone(placement) : isOvertakenAll;
        // One after another they would wait out an outage or a lock as many times: the careful way waits once, for all of them.
        goesOn = goesOn && !(answer.isErr() && answer.error.type === 'storage.unavailable');
        answers.set(placement, answer);
      }
      for (const placement of alone) answers.set(placement, isOvertakenAll);
      return batch.map((placement) =>
        (answers.get(placement) ?? isOvertakenAll).andThen((written) => requireWritten(written, placement)),
      );
    },
  );
  return { commit: (placement) => new ResultAsync(commit(placement)) };
}

const requireWritten = (written: ReadonlySet<OrderPlacement>, placement: OrderPlacement): Committed =>
  written.has(placement) ? ok(undefined) : err({ type: 'placement.overtaken' });

/** Of two requests with one key, or of one cart, only the first can be written: the second has been overtaken already. */
function separate(batch: readonly OrderPlacement[]): {
  readonly together: readonly OrderPlacement[];
  readonly alone: readonly OrderPlacement[];
} {
  const seen = new Set<string>();
  const together: OrderPlacement[] = [];
  const alone: OrderPlacement[] = [];
  for (const placement of batch) {
    const { request, cart } = placement;
    const names = [keyName(request), ...(cart === undefined ? [] : [cart.id])];
    (names.some((name) => seen.has(name)) ? alone : together).push(placement);
    for (const name of names) seen.add(name);
  }
  return { together, alone };
}

/** The guard's division, a unique key, a check. */
const isOvertaken = (error: unknown): boolean => hasCode(error, '22012', '23505', '23514');

/**
 * One statement. It leaves out requests that have a record already. It locks in the order in which transactions do: carts,
 * then stock by ascending id; it takes each stock by one conditional update; and unless every cart and every stock was as
 * wanted, it divides by zero, which undoes all of it.
 */
const ordersAtOnce = keepingPlaces('place_orders', {
  placed: sql`
    select * from jsonb_to_recordset(${sql.placeholder('placed')}::jsonb) as placed (
      place integer, id uuid, number text, customer_id uuid, email text, status text, payment_status text, total bigint, currency text,
      placed_at timestamptz, estimated_arrival timestamptz, digital_delivered_at timestamptz,
      cart_id uuid, cart_version integer,
      caller text, key text, fingerprint text, outcome text, expires_at timestamptz
    )
    where not exists (
      select from idempotency_keys as known where known.caller = placed.caller and known.key = placed.key offset 0
    )`,
  moved: sql`
    select moved.* from jsonb_to_recordset(${sql.placeholder('moved')}::jsonb) as moved (
      id uuid, variant_id uuid, quantity integer, order_id uuid, at timestamptz
    )
    where moved.order_id = any(array(select placed.id from placed))`,
  demand: sql`
    select moved.variant_id, sum(moved.quantity) as quantity from moved group by moved.variant_id`,
  // One after another by ascending id, each by its key.
  locked_carts: sql`
    select found.id from (select cart_id, cart_version from placed order by cart_id) as wanted cross join lateral (
      select carts.id from carts
      where carts.id = wanted.cart_id and ${beyondIndexes(carts.status)} = 'open' and carts.version = wanted.cart_version
      for update
    ) as found`,
  locked_stock: sql`
    select stock.variant_id from stock
    where stock.variant_id = any(array(select demand.variant_id from demand))
      and (select count(*) from locked_carts) = (select count(cart_id) from placed)
    order by stock.variant_id for update`,
  // One object instead of a join, which would compare each stock with every row of the demand: 32 orders may have 16,000 lines.
  quantities: sql`select jsonb_object_agg(demand.variant_id, demand.quantity) as by_variant from demand`,
  taken: sql`
    update stock set available = stock.available - (by_variant ->> stock.variant_id::text)::bigint
    from quantities
    where stock.variant_id = any(array(select demand.variant_id from demand))
      and stock.available >= (by_variant ->> stock.variant_id::text)::bigint
      and (select count(*) from locked_stock) = (select count(*) from demand)
    returning stock.variant_id`,
  guard: sql`
    select 1 / (case
      when (select count(*) from taken) = (select count(*) from demand)
        and (select count(*) from locked_carts) = (select count(cart_id) from placed)
      then 1 else 0 end) as held`,
  closed_carts: sql`
    update carts set status = 'ordered', version = carts.version + 1, updated_at = placed.placed_at
    from placed, guard
    where carts.id = placed.cart_id and carts.id = any(array(select placed.cart_id from placed))`,
  kept_orders: sql`
    insert into orders (
      id, number, customer_id, email, status, payment_status, total, currency,
      placed_at, estimated_arrival, digital_delivered_at, version, document
    )
    select
      id, number, customer_id, email, status, payment_status, total, currency,
      placed_at, estimated_arrival, digital_delivered_at, 1, ${sql.placeholder('documents')}::jsonb -> place
    from placed, guard`,
  kept_movements: sql`
    insert into stock_movements (id, variant_id, delta, reason, order_id, at)
    select moved.id, moved.variant_id, -moved.quantity, 'order placed', moved.order_id, moved.at
    from moved, guard`,
  kept_events: sql`
    insert into outbox (id, event, created_at)
    select told.id, told.event, told.created_at
    from jsonb_to_recordset(${sql.placeholder('events')}::jsonb) as told (
      id uuid, order_id uuid, event jsonb, created_at timestamptz
    ), guard
    where told.order_id = any(array(select placed.id from placed))`,
  remembered: sql`
    insert into idempotency_keys (caller, key, fingerprint, outcome, expires_at)
    select caller, key, fingerprint, outcome, expires_at from placed, guard
    returning caller, key`,
  kept: sql`select placed.place from placed join remembered using (caller, key)`,
});

async function write(db: Database, ids: Ids, batch: readonly OrderPlacement[]): Promise<ReadonlySet<OrderPlacement>> {
  const placed = batch.map(({ order, cart, request, outcome, expiresAt }, place) => ({
    place,
    id: order.id,
    number: order.number,
    customer_id: order.customerId ?? null,
    email: order.email,
    status: order.status,
    payment_status: order.paymentStatus,
    total: order.pricing.total.amount,
    currency: order.pricing.currency,
    placed_at: order.placedAt,
    estimated_arrival: estimateArrival(order)?.latest ?? null,
    digital_delivered_at: order.digitalDeliveredAt ?? null,
    cart_id: cart?.id ?? null,
    cart_version: cart?.version ?? null,
    caller: request.caller,
    key: request.key,
    fingerprint: request.fingerprint,
    outcome,
    expires_at: expiresAt,
  }));
  const moved = batch.flatMap((placement) =>
    sumDemand(placement.demand).map(({ variantId, quantity }) => ({
      id: ids.next(),
      variant_id: variantId,
      quantity,
      order_id: placement.order.id,
      at: placement.order.placedAt,
    })),
  );
  const events = batch.flatMap((placement) =>
    placement.events.map((event) => ({ id: ids.next(), order_id: placement.order.id, event, created_at: event.at })),
  );
  const documents = batch.map(({ order }) => order);
  const written = new Set(await ordersAtOnce(db, { placed, documents, moved, events }));
  return new Set(batch.filter((_placement, place) => written.has(place)));
}
