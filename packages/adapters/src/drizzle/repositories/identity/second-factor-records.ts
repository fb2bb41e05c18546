import type { SecondFactor, SecondFactorRecords } from '@cartwright/application';
import { eq, type InferSelectModel } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { secondFactors } from '../../schema.js';

/** Second factors in the table `second_factors`. */
export const makeDrizzleSecondFactorRecords = (tx: Database): SecondFactorRecords => {
  const findBy = (userId: string) => tx.select().from(secondFactors).where(eq(secondFactors.userId, userId));
  return {
    find: (userId) => query(async () => (isUuid(userId) ? (await findBy(userId)).map(factorOf)[0] : undefined)),
    lock: (userId) =>
      query(async () => (isUuid(userId) ? (await findBy(userId).for('update')).map(factorOf)[0] : undefined)),
    save: ({ userId, sealedSecret, createdAt, confirmedAt = null, lastStep = null, recoveryDigests }) =>
      query(async () => {
        const facts = { sealedSecret, createdAt, confirmedAt, lastStep, recoveryDigests: [...recoveryDigests] };
        await tx
          .insert(secondFactors)
          .values({ userId, ...facts })
          .onConflictDoUpdate({ target: secondFactors.userId, set: facts });
      }),
    remove: (userId) =>
      query(async () => {
        if (isUuid(userId)) await tx.delete(secondFactors).where(eq(secondFactors.userId, userId));
      }),
  };
};

const factorOf = ({ confirmedAt, lastStep, ...row }: InferSelectModel<typeof secondFactors>): SecondFactor => ({
  ...row,
  ...(confirmedAt === null ? {} : { confirmedAt }),
  ...(lastStep === null ? {} : { lastStep }),
});
