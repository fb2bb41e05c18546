import { removePromotions } from '@cartwright/adapters/drizzle/repositories/pricing/promotion-records';
import { removeUsers } from '@cartwright/adapters/drizzle/repositories/identity/user-records';
import type { Shop } from '@cartwright/adapters/runtime/compose-shop';
import type { Settings } from '@cartwright/adapters/runtime/settings/settings';
import { ports as t } from '@cartwright/adapters/runtime/tokens';
import type { TypedContainer } from '@cartwright/adapters/runtime/typed-container';
import type { StoredUser } from '@cartwright/application';
import type { Promotion } from '@cartwright/domain';

/** Who can sign in to a shop with demo data, and as what. */
export const demoSignIns = [
  {
    email: 'customer@example.com',
    password: 'demo-customer',
    name: 'Cleo Customer',
    role: 'customer',
    groups: [],
  },
  {
    email: 'premium@example.com',
    password: 'demo-premium',
    name: 'Pat Premium',
    role: 'customer',
    groups: ['premium'],
  },
  { email: 'admin@example.com', password: 'demo-admin', name: 'Ada Admin', role: 'admin', groups: [] },
] as const;

/** What the demo shop takes off: by group, and by coupon. */
export const demoPromotions: readonly Promotion[] = [
  {
    id: 'premium-customers',
    name: 'Premium customers: 20 % off',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 200_000 },
    conditions: { groups: ['premium'] },
  },
  {
    id: 'regular-customers',
    name: 'Registered customers: 10 % off',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 100_000 },
    conditions: { groups: ['regular'] },
  },
  {
    id: 'coupon-welcome10',
    name: 'Welcome: 10 % off',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 100_000 },
    conditions: { couponCode: 'welcome10' },
  },
  {
    id: 'coupon-save25',
    name: 'A quarter off the order',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 250_000 },
    conditions: { couponCode: 'save25' },
  },
];

/**
 * Whether demo data includes users. Their passwords are public, so they exist only in a shop on one's own machine, and
 * never where real money moves.
 */
export const hasDemoUsers = ({ mode, stripe }: Pick<Settings, 'mode' | 'stripe'>): boolean =>
  mode === 'embedded' && stripe?.livemode !== true;

export async function demoUsers(resolve: TypedContainer['resolve']): Promise<readonly StoredUser[]> {
  const createdAt = resolve(t.clock).now();
  return Promise.all(
    demoSignIns.map(async ({ password, ...person }) => {
      const hashed = await resolve(t.passwordHasher).hash(password);
      if (hashed.isErr()) throw new Error('a password could not be hashed');
      return { ...person, id: resolve(t.ids).next(), createdAt, passwordHash: hashed.value };
    }),
  );
}

/**
 * Removes demo users and demo promotions where real money moves: a shop that was tried out in the sandbox must not be
 * opened with an admin whose password is public. A user whose password was changed belongs to the shop and stays.
 */
export async function removeDemoAccess({
  settings,
  storage: { db },
  log,
  container: { resolve },
}: Shop): Promise<void> {
  if (settings.stripe?.livemode !== true) return;
  const found = await Promise.all(
    demoSignIns.map(async ({ email, password }) => {
      const read = await resolve(t.unitOfWork).run(({ users }) => users.byEmail(email));
      const user = read.isOk() ? read.value : undefined;
      if (user === undefined) return [];
      const verified = await resolve(t.passwordHasher).verify(password, user.passwordHash);
      return verified.isOk() && verified.value ? [user] : [];
    }),
  );
  const people = found.flat();
  const removed = await removeUsers(
    db,
    people.map(({ id }) => id),
  ).andThen(() =>
    removePromotions(
      db,
      demoPromotions.map(({ id }) => id),
    ),
  );
  if (removed.isErr()) throw new Error(`demo users could not be removed: ${removed.error.type}`);
  if (people.length + removed.value > 0) {
    const users = people.map(({ email }) => email);
    log.warn({ users, promotions: removed.value }, 'demo users and promotions were removed: the Stripe key is live');
  }
}
