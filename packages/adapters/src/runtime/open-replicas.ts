import type { CatalogueReader } from '@cartwright/application';
import type { Logger } from 'pino';
import { followReplicas, maximumLagMs } from '../drizzle/replicas/follow-replicas.js';
import { makeReplicatedCatalogueReader } from '../drizzle/replicas/replicated-catalogue-reader.js';
import { makeDrizzleCatalogueReader } from '../drizzle/read-models/catalogue-reader.js';
import type { StorageLimits } from './open-storage.js';
import type { Settings } from './settings/settings.js';

/** Reads of the catalogue by way of the replicas of `DATABASE_REPLICA_URLS`. */
export type OpenReplicas = {
  /** The catalogue of a fresh replica, or else of the primary. */
  readonly throughReplicas: (primary: CatalogueReader) => CatalogueReader;
  readonly noteWrite: () => void;
  readonly lagMs: () => number;
  readonly close: () => Promise<void>;
};

const none: OpenReplicas = {
  throughReplicas: (primary) => primary,
  noteWrite: () => undefined,
  lagMs: () => 0,
  close: async () => undefined,
};

/** A start does not wait for replicas: one that is away is used once it is there. */
export async function openReplicas(settings: Settings, log: Logger, limits: StorageLimits): Promise<OpenReplicas> {
  const { databaseUrl, databaseReplicaUrls: urls, databasePoolSize, storeCurrency } = settings;
  if (databaseUrl === undefined || urls.length === 0) return none;
  const { openPostgres } = await import('../postgres/open-postgres.js');
  // A replica that does not respond is given up soon, because the primary can be read instead.
  const patience = { connectTimeoutMs: maximumLagMs, acquireTimeoutMs: maximumLagMs, frozenAfterMs: maximumLagMs };
  const single = { ...limits, ...patience, maxConnections: 1 };
  const heartbeats = openPostgres({ ...single, url: databaseUrl });
  const replicas = urls.map((url, index) => ({
    name: `${index + 1}: ${new URL(url).host}`,
    probe: openPostgres({ ...single, url }),
    pool: openPostgres({ ...limits, ...patience, maxConnections: databasePoolSize, url }),
  }));
  const followed = followReplicas({
    primary: heartbeats.db,
    replicas: replicas.map(({ name, probe }) => ({ name, db: probe.db })),
    log,
  });
  return {
    throughReplicas: (primary) =>
      makeReplicatedCatalogueReader({
        primary,
        replicas: replicas.map(({ pool }) => makeDrizzleCatalogueReader({ db: pool.db, storeCurrency })),
        choice: followed,
      }),
    noteWrite: followed.noteWrite,
    lagMs: followed.lagMs,
    close: async () => {
      followed.stop();
      const opened = [heartbeats, ...replicas.flatMap(({ probe, pool }) => [probe, pool])];
      await Promise.all(opened.map(async ({ close }) => close()));
    },
  };
}
