import { setTimeout } from 'node:timers/promises';
import { isWorthAnotherTry } from './storage-failures.js';

const attempts = 5;

/**
 * Runs `work` again, at most four times, while it ends as the victim of a deadlock or by a serialization failure. Each
 * try starts a random moment later (at most 80 ms): at once, the loser would take the locks back before the winner has
 * woken up. A single statement can be such a victim too: beside a migration that changes several tables.
 *
 * @param work - has left nothing behind when it fails, or can safely be repeated
 * @throws what the last try threw
 * @example retryDeadlocks(async () => db.select().from(carts))
 */
export async function retryDeadlocks<T>(work: () => PromiseLike<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isWorthAnotherTry(error) || attempt === attempts) throw error;
      await setTimeout(Math.random() * 5 * 2 ** attempt);
    }
  }
}
