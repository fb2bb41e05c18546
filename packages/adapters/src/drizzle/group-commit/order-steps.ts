import { ownOf, sharedOf, type Change } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import { columnsOf, parameterRows, typesOf } from '../connection/parameter-rows.js';
import { orderRow, placedOrderRow } from '../repositories/order-records.js';
import { orderedVariants, orderPricingInputs, orders, pricingRuleSets, variants } from '../schema.js';
import { insertStep, updateUnlocked, type WriteStep } from './write-step.js';

/** Who placed a pending order, and how many units it reserves. */
const ofHold: readonly string[] = ['placedBy', 'reservedUnits'] satisfies readonly (keyof typeof orders.$inferSelect)[];

/** Every column but the key, the version and who placed it, as `schema.ts` declares them. */
const written = columnsOf(orders).filter(({ key }) => !['id', 'version', ...ofHold].includes(key));

/** They stay while the order is pending, and are cleared then. */
const hold = columnsOf(orders)
  .filter(({ key }) => ofHold.includes(key))
  .map(({ name }) => sql.raw(`"${name}" = case changed."status" when 'pending' then orders."${name}" end`));

const placed = insertStep<Change, typeof orders>('orders_placed', orders, ({ order }) =>
  order?.type === 'place' ? [placedOrderRow(order.order, order.hold)] : [],
);

/**
 * Notes the variants that orders name, so that they are never deleted. Nearly all are noted already: each is looked up
 * by its key, and nothing is written. One that is deleted at the same time fails the batch by its foreign key.
 */
const ordered: WriteStep<Change> = {
  name: 'variants_ordered',
  rows: (batch) =>
    [
      ...new Set(
        batch.flatMap(({ order }) =>
          order?.type === 'place' ? order.order.pricing.lines.map(({ variantId }) => variantId) : [],
        ),
      ),
    ]
      .sort(compareIds)
      .map((id) => ({ id })),
  statement: (parameter) => sql`
    insert into ${orderedVariants} (variant_id)
    select named.id from ${parameterRows(parameter, 'named', { id: 'uuid' })}
      cross join lateral (select from ${variants} where variants.id = named.id offset 0) as known
    where not exists (select from ${orderedVariants} where ordered_variants.variant_id = named.id offset 0)
    on conflict do nothing returning 1`,
  isGuarded: false,
};

const pricedOf = ({ order }: Change) => (order?.type === 'place' ? order.priced : undefined);

/** Stores the rules that orders were priced by, each set once. Nearly always it is stored already. */
const rulesNoted: WriteStep<Change> = {
  name: 'pricing_rules_noted',
  rows: (batch) => [
    ...new Map(
      batch.flatMap((change) => {
        const priced = pricedOf(change);
        if (priced === undefined) return [];
        return [[priced.rulesHash, { hash: priced.rulesHash, document: sharedOf(priced.input) }] as const];
      }),
    ).values(),
  ],
  statement: (parameter) => sql`
    insert into ${pricingRuleSets} (hash, document)
    select named.hash, named.document from ${parameterRows(parameter, 'named', { hash: 'text', document: 'json' })}
    where not exists (select from ${pricingRuleSets} where pricing_rule_sets.hash = named.hash offset 0)
    on conflict do nothing returning 1`,
  isGuarded: false,
};

const inputStored = insertStep<Change, typeof orderPricingInputs>(
  'order_pricing_inputs_stored',
  orderPricingInputs,
  (change) => {
    const priced = pricedOf(change);
    if (priced === undefined || change.order?.type !== 'place') return [];
    return [{ orderId: change.order.order.id, rulesHash: priced.rulesHash, document: ownOf(priced.input) }];
  },
);

const changed: WriteStep<Change> = {
  name: 'orders_changed',
  rows: (batch) =>
    batch.flatMap(({ order }) => (order?.type === 'change' ? [orderRow(order.order, order.version)] : [])),
  statement: updateUnlocked(orders, {
    columns: typesOf(orders),
    where: sql`orders.id = changed.id and orders.version = changed.version`,
    set: sql.join(
      [
        ...written.map(({ key, name }) => sql.raw(`"${name}" = changed."${key}"`)),
        ...hold,
        sql`version = orders.version + 1`,
      ],
      sql`, `,
    ),
  }),
  isGuarded: true,
};

/** Locks orders that a change rests on, so that no other commits a change of them before this one. */
const unchanged: WriteStep<Change> = {
  name: 'orders_unchanged',
  rows: (batch) =>
    batch.flatMap(({ order }) => (order?.type === 'unchanged' ? [{ id: order.id, version: order.version }] : [])),
  statement: (parameter) => sql`
    select 1 from ${parameterRows(parameter, 'expected', { id: 'uuid', version: 'integer' })}
      cross join lateral (
        select from ${orders} where orders.id = expected.id and orders.version = expected.version
        for share skip locked
      ) as unlocked`,
  isGuarded: true,
};

export const orderSteps: readonly WriteStep<Change>[] = [placed, rulesNoted, inputStored, ordered, changed, unchanged];
