import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnProcess, type SpawnedProcess } from './spawn-process.js';

/** A running shop: where it answers, and its processes. */
export type RunningShop = {
  readonly url: string;
  readonly http: SpawnedProcess;
  readonly worker?: SpawnedProcess;
  readonly stop: () => Promise<void>;
};

/** Who runs the shops of these tests. */
export const admin = { email: 'admin@shop.example', password: 'correct horse battery' };
const adminSettings = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };

export type ShopSettings = Readonly<Record<string, string>>;

/** Starts the embedded shop as `pnpm start` does, on a free port; mail and data lie in `dataDir`. */
export async function startEmbeddedShop(dataDir: string, settings: ShopSettings = {}): Promise<RunningShop> {
  const http = spawnProcess(['apps/http/dist/main.js', '--embedded'], {
    PORT: '0',
    DATA_DIR: dataDir,
    DEMO_DATA: 'false',
    ...adminSettings,
    ...settings,
  });
  return {
    url: await addressOf(http),
    http,
    stop: async () => {
      await http.stop();
    },
  };
}

/** Starts an embedded shop in a new directory, which `stop` deletes. */
export async function startTemporaryShop(settings: ShopSettings = {}): Promise<RunningShop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-shop-'));
  const shop = await startEmbeddedShop(dataDir, settings);
  return {
    ...shop,
    stop: async () => {
      await shop.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

export type ProductionServices = { readonly databaseUrl: string; readonly redisUrl: string; readonly smtpUrl: string };

/** The environment of production processes. All share one `JWT_SECRET`. */
export const productionSettings = (services: ProductionServices, settings: ShopSettings = {}): ShopSettings => ({
  PORT: '0',
  DRAIN_SECONDS: '0',
  DATABASE_URL: services.databaseUrl,
  REDIS_URL: services.redisUrl,
  SMTP_URL: services.smtpUrl,
  // The tests are one caller.
  RATE_LIMIT_MAX: '1000000',
  JWT_SECRET: 'a secret of the tests that is long enough',
  ...adminSettings,
  ...(settings['STRIPE_SECRET_KEY'] === undefined ? { PAYMENTS: 'sandbox' } : {}),
  ...settings,
});

/** Migrates an empty database as `pnpm db:migrate` does. */
export async function migrateDatabase(databaseUrl: string): Promise<void> {
  const migration = spawnProcess(['apps/worker/dist/migrate.js'], { DATABASE_URL: databaseUrl });
  const { code } = await migration.exited;
  if (code !== 0) throw new Error(`the migration failed:\n${migration.output()}`);
}

export async function startHttp(env: ShopSettings): Promise<{ readonly url: string; readonly http: SpawnedProcess }> {
  const http = spawnProcess(['apps/http/dist/main.js'], env);
  return { url: await addressOf(http), http };
}

export async function startWorker(env: ShopSettings): Promise<SpawnedProcess> {
  const worker = spawnProcess(['apps/worker/dist/main.js'], env);
  await worker.printed(/the worker is ready/);
  return worker;
}

/** Starts an HTTP process and a worker on real services, the database migrated. */
export async function startProductionShop(
  services: ProductionServices,
  settings: ShopSettings = {},
): Promise<RunningShop> {
  const env = productionSettings(services, settings);
  const [{ url, http }, worker] = await Promise.all([startHttp(env), startWorker(env)]);
  return {
    url,
    http,
    worker,
    stop: async () => {
      await Promise.all([http.stop(), worker.stop()]);
    },
  };
}

async function addressOf(http: SpawnedProcess): Promise<string> {
  const line = await http.printed(/the shop is open/);
  return (JSON.parse(line) as { readonly url: string }).url;
}
