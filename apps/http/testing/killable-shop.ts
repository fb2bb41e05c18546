import { createMigratedDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp } from '@cartwright/adapters/testing/start-smtp';
import { openWriteStops, type WriteMoment, type WriteStops } from '@cartwright/adapters/testing/stop-at-write';
import {
  spawnStripeStandIn,
  type StripeStandIn,
} from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import { openUndoneJobs } from '@cartwright/adapters/testing/undone-jobs';
import { shopClient, type ShopClient } from './shop-client.js';
import type { SpawnedProcess } from './spawn-process.js';
import { productionSettings, startHttp, startWorker } from './start-shop.js';

/**
 * Where a process dies: at a call of Stripe's, or at a write to the database, of whichever process where `process` is
 * absent.
 */
export type Step =
  | { readonly process: ProcessName; readonly call: string; readonly when: WriteMoment }
  | { readonly process?: ProcessName; readonly write: string; readonly when: WriteMoment };
type ProcessName = 'http' | 'worker';

/** A production shop that pays by Stripe's stand-in, whose processes die where a test says. */
export type KillableShop = {
  readonly stripe: StripeStandIn;
  readonly sql: WriteStops['sql'];
  /** Calls the HTTP process that there is now. */
  readonly call: ShopClient;
  /** Does something that leads to the step, has the process end there by SIGKILL, and starts another in its place. */
  readonly killAt: (step: Step, act: () => Promise<unknown>) => Promise<void>;
  /** Lets the half minute pass for which a request that died keeps its idempotency key. */
  readonly letHoldsEnd: () => Promise<void>;
  /**
   * Delivers what Stripe tells until nothing is left to be told or done. @returns the names of jobs that failed for
   * good
   */
  readonly quiet: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
};

/** The jobs that an order can lead to. */
const jobNames = ['send-mail', 'request-due-refunds', 'send-refund', 'end-payments', 'issue-documents'] as const;

/** Starts it, empty, with everything that it needs. */
export async function startKillableShop(): Promise<KillableShop> {
  const [database, redis, smtp, stripe] = await Promise.all([
    createMigratedDatabase(),
    startRedis(),
    startSmtp(),
    spawnStripeStandIn(),
  ]);
  const stops = await openWriteStops(database.url);
  const { sql } = stops;
  const jobs = openUndoneJobs(redis.url, database.url, jobNames);
  const envOf = (name: ProcessName) =>
    productionSettings(
      { databaseUrl: `${database.url}?application_name=${name}`, redisUrl: redis.url, smtpUrl: smtp.url },
      {
        STRIPE_SECRET_KEY: stripe.secretKey,
        STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
        STRIPE_API_BASE: stripe.url,
        ALLOWED_ORIGINS: 'https://shop.example',
      },
    );

  let url = '';
  const openHttp = async (): Promise<SpawnedProcess> => {
    const opened = await startHttp(envOf('http'));
    url = opened.url;
    await stripe.setWebhookUrl(`${url}/api/v1/webhooks/stripe`);
    return opened.http;
  };
  const start = { http: openHttp, worker: () => startWorker(envOf('worker')) };
  const [http, worker] = await Promise.all([start.http(), start.worker()]);
  const running: Record<ProcessName, SpawnedProcess> = { http, worker };

  const isQuiet = async (): Promise<boolean> => {
    const isRelayed = async () => (await sql`SELECT FROM outbox WHERE failed_at IS NULL LIMIT 1`).length === 0;
    return (
      (await isRelayed()) &&
      (await jobs.count()).undone === 0 &&
      (await isRelayed()) &&
      (await stripe.pendingEvents()).length === 0
    );
  };

  /** Prepares the step. @returns who has died there, once it has */
  async function arm(step: Step): Promise<() => Promise<ProcessName>> {
    if ('call' in step) {
      const dying = running[step.process];
      await stripe.fail({ operation: step.call, when: step.when, how: 'kill', pid: dying.pid });
      return async () => {
        await dying.exited;
        return step.process;
      };
    }
    const { process: application, ...write } = step;
    const stopped = await stops.stop({ ...write, ...(application === undefined ? {} : { application }) });
    return async () => {
      const name = (await stopped.reached()) as ProcessName;
      await running[name].kill();
      await stopped.end();
      return name;
    };
  }

  return {
    stripe,
    sql,
    call: (...given) => shopClient(url)(...given),
    killAt: async (step, act) => {
      const died = await arm(step);
      // What was asked of a process that died is answered by nobody.
      const [name] = await Promise.all([died(), act().catch(() => undefined)]);
      // The events that it was relaying are another's once their lease is over: at once, here.
      await sql`UPDATE outbox SET not_before = NULL WHERE failed_at IS NULL`;
      running[name] = await start[name]();
    },
    letHoldsEnd: async () => {
      await sql`UPDATE idempotency_keys SET held_until = now() WHERE held_until > now()`;
    },
    quiet: async () => {
      // Twice: what is done between two looks may have led to more.
      for (let looks = 0; looks < 2; looks = (await isQuiet()) ? looks + 1 : 0) await stripe.deliverPending('reversed');
      return (await jobs.count()).failed;
    },
    stop: async () => {
      await Promise.all([running.http.stop(), running.worker.stop()]);
      await Promise.all([stops.close(), jobs.close()]);
      await Promise.all([stripe.stop(), smtp.stop(), redis.stop()]);
      await database.drop();
    },
  };
}
