import { customerGroupsOf, erasedEmail, spentOn, type CustomerReader, type CustomerRow } from '@cartwright/application';
import { and, inArray, isNull, max, or, sql, type SQL } from 'drizzle-orm';
import { err, ok } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { likePattern } from '../connection/like-pattern.js';
import { isStorable, isUuid } from '../connection/storable-text.js';
import { tryQuery, withOutages } from '../connection/try-query.js';
import { orders, users } from '../schema.js';
import { readKeysetPage, type KeysetOrder } from './keyset-page.js';

const key = sql`people.key`;
const byEmail: KeysetOrder<Person, 'email'> = {
  columns: { email: { column: sql`people.email collate "C"`, type: 'text' } },
  id: sql`${key} collate "C"`,
  sorting: [{ key: 'email', direction: 'asc' }],
  valueOf: ({ email }) => email,
};

/** Guests are those whose orders have no customer. A page costs two statements, a third where money went back. */
export const makeDrizzleCustomerReader = ({ db }: { readonly db: Database }): CustomerReader => ({
  list: ({ search = '' }, request) =>
    withOutages(async () => {
      const people = peopleLike(search);
      const page = await readKeysetPage(byEmail, request, {
        select: async ({ where, orderBy, limit, offset }) => {
          // A page first: PostgreSQL would read the names of all guests before it as well.
          const first = sql`(
            select * from ${people} where ${where ?? sql`true`}
            order by ${sql.join([...orderBy], sql`, `)} limit ${limit} offset ${offset}
          ) as people`;
          return peopleFrom(db, first).orderBy(...orderBy);
        },
        rowOf: (person: Person) => person,
        count: async () => {
          const [row] = await db.select({ all: sql<number>`count(*)::integer` }).from(people);
          return row?.all ?? 0;
        },
      });
      if (page.isErr()) return err(page.error);
      const { data, meta } = page.value;
      return ok({ data: await withTotals(db, data), meta });
    }),
  find: (id) =>
    tryQuery(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await withTotals(db, await peopleFrom(db, peopleLike('')).where(sql`people.user_id = ${id}::uuid`));
      return row;
    }),
});

type Person = {
  readonly id: string;
  readonly userId: string | null;
  readonly email: string;
  readonly name: string | null;
  /** Null for guests. */
  readonly groups: string[] | null;
};

function peopleLike(search: string): SQL {
  const pattern = `%${likePattern(search)}%`;
  const like = (...texts: readonly SQL[]): SQL =>
    !isStorable(search)
      ? sql`false`
      : search === ''
        ? sql`true`
        : sql`(${sql.join(
            texts.map((text) => sql`${text} ilike ${pattern}`),
            sql` or `,
          )})`;
  return sql`(
    select ${users.id}::text as key, ${users.id} as user_id, ${users.email} as email, ${users.name} as name,
      ${users.groups} as groups
    from ${users} where ${users.role} = 'customer' and ${like(sql`${users.email}`, sql`${users.name}`)}
    union all
    select distinct on (${orders.email} collate "C") 'guest:' || ${orders.email}, null::uuid, ${orders.email},
      null, null
    from ${orders} where ${orders.customerId} is null and ${orders.email} <> ${erasedEmail} and ${like(sql`${orders.email}`)}
  ) as people`;
}

const peopleFrom = (db: Database, people: SQL) =>
  db
    .select({
      id: sql<string>`${key}`,
      userId: sql<string | null>`people.user_id`,
      email: sql<string>`people.email`,
      name: sql<string | null>`case when people.user_id is not null then people.name else (
        select coalesce(${orders.document} #>> '{shippingAddress,fullName}', ${orders.document} #>> '{billingAddress,fullName}')
        from ${orders}
        where ${orders.customerId} is null and ${orders.email} collate "C" = people.email
        order by ${orders.placedAt} desc limit 1
      ) end`,
      groups: sql<string[] | null>`people.groups`.mapWith(users.groups),
    })
    .from(people);

/** The rows of people, in their order. */
async function withTotals(db: Database, people: readonly Person[]): Promise<readonly CustomerRow[]> {
  const owner = sql<string>`coalesce(${orders.customerId}::text, 'guest:' || ${orders.email})`;
  const userIds = people.flatMap(({ userId }) => (userId === null ? [] : [userId]));
  const emails = people.flatMap(({ userId, email }) => (userId === null ? [email] : []));
  const isTheirs = or(
    inArray(orders.customerId, userIds),
    and(isNull(orders.customerId), inArray(sql`${orders.email} collate "C"`, emails)),
  );
  const totals = await db
    .select({
      owner,
      currency: orders.currency,
      orders: sql<number>`(count(*) filter (where ${orders.status} <> 'cancelled'))::integer`,
      paid: sql<string>`coalesce(sum(${orders.total}) filter (where ${orders.paymentStatus} = 'paid'), 0)`,
      partly: sql<number>`(count(*) filter (where ${orders.paymentStatus} = 'partially_refunded'))::integer`,
      lastOrderAt: max(orders.placedAt),
    })
    .from(orders)
    .where(isTheirs)
    .groupBy(owner, orders.currency);
  const isPartly = sql`${orders.paymentStatus} = 'partially_refunded'`;
  const partly = totals.some((row) => row.partly > 0)
    ? await db.select({ owner, order: orders.document }).from(orders).where(and(isTheirs, isPartly))
    : [];
  return people.map(({ id, userId, email, name, groups }): CustomerRow => {
    const own = totals.filter((row) => row.owner === id);
    const left = partly.filter((row) => row.owner === id).map(({ order }) => spentOn(order));
    return {
      ...(userId === null ? {} : { id: userId }),
      email,
      ...(name === null ? {} : { name }),
      groups: groups === null ? ['guest'] : customerGroupsOf({ groups }),
      orders: own.reduce((all, row) => all + row.orders, 0),
      totalSpent: own
        .map(({ currency, paid }) => ({
          amount: left.reduce((all, money) => all + (money.currency === currency ? money.amount : 0), Number(paid)),
          currency,
        }))
        .sort((one, other) => (one.currency < other.currency ? -1 : 1)),
      lastOrderAt:
        own
          .flatMap(({ lastOrderAt }) => lastOrderAt ?? [])
          .sort()
          .at(-1) ?? null,
    };
  });
}
