import type { CatalogueReader, UnitOfWork } from '@cartwright/application';
import { sampleProduct, saveProduct, valueOf } from '@cartwright/application/contracts/sample-shop';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStatementCounter, type StatementCounter } from '../../../testing/count-statements.js';
import { startReplica, type RunningReplica } from '../../../testing/replication/start-replica.js';
import { startPostgres, type RunningPostgres } from '../../../testing/start-postgres.js';
import { makeResponseCache, type ResponseCache } from '../../fastify/response-cache/response-cache.js';
import { openPostgres } from '../../postgres/open-postgres.js';
import { openReplicas, type OpenReplicas } from '../../runtime/open-replicas.js';
import { readSettings } from '../../runtime/settings/settings.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { migrate } from '../connection/migrate.js';
import { makeDrizzleCatalogueReader } from '../read-models/catalogue-reader.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const storeCurrency = 'USD';
const draft = sampleProduct({ slug: 'mug', name: '0' });

describe('a shop with a streaming replica', () => {
  let primary: RunningPostgres;
  let replica: RunningReplica;
  let counter: StatementCounter;
  let database: ReturnType<typeof openPostgres>;
  let replicas: OpenReplicas;
  let cache: ResponseCache;
  let reader: CatalogueReader;
  const lines: string[] = [];
  /** Of this process, and of another one. */
  let own: UnitOfWork;
  let other: UnitOfWork;

  beforeAll(async () => {
    primary = await startPostgres({ settings: { wal_keep_size: '1GB' } });
    database = openPostgres({ url: primary.url, maxConnections: 10 });
    const { db } = database;
    await migrate(db);
    replica = await startReplica(primary.url);
    counter = await startStatementCounter(replica.url);
    const settings = readSettings({}, 'embedded')._unsafeUnwrap();
    const addresses = { databaseUrl: primary.url, databaseReplicaUrls: [counter.url] };
    replicas = await openReplicas(
      { ...settings, ...addresses },
      pino({}, { write: (line) => void lines.push(line) }),
      {},
    );
    reader = replicas.throughReplicas(makeDrizzleCatalogueReader({ db, storeCurrency }));
    cache = makeResponseCache({ ageOfReads: replicas.lagMs });
    const onWritten = () => {
      replicas.noteWrite();
      cache.clear();
    };
    const ids = makeSequentialIds();
    own = makeDrizzleUnitOfWork({ db, ids, storeCurrency, onWritten });
    other = makeDrizzleUnitOfWork({ db, ids, storeCurrency });
    await saveProduct(own, draft);
  });
  afterAll(async () => {
    await replicas.close();
    await counter.close();
    await database.close();
    await replica.stop();
    await primary.stop();
  });

  const nameOfMug = async () => valueOf(await reader.product('mug'))?.name;
  const cachedName = async () => {
    const load = async () => ({
      body: Buffer.from((await nameOfMug()) ?? ''),
      etag: '',
      locale: 'en',
      changesAt: Infinity,
    });
    return (await cache.read('mug', load)).body.toString();
  };
  const readsOfReplica = async (work: () => Promise<unknown>) =>
    (await counter.during(work)).filter((statement) => statement.includes('products')).length;
  const untilReplicaIsUsed = async () => {
    while ((await readsOfReplica(nameOfMug)) === 0);
  };
  const untilReplicaIsUnused = async () => {
    while ((await readsOfReplica(nameOfMug)) > 0);
  };
  /** Reads for a second after another process has written. */
  const namesAfterSecond = async (name: string) => {
    await saveProduct(other, { ...draft, name });
    const end = performance.now() + 1_000;
    while (performance.now() < end) await Promise.all([nameOfMug(), cachedName()]);
    return [await nameOfMug(), await cachedName()];
  };

  it('reads the catalogue from the replica', async () => {
    await untilReplicaIsUsed();
    expect(
      await readsOfReplica(async () =>
        reader.products(
          {},
          [],
          { type: 'page', page: 1, limit: 20 },
          {
            at: new Date().toISOString(),
            currency: storeCurrency,
            groups: ['guest'],
          },
        ),
      ),
    ).toBeGreaterThan(0);
  });

  it('shows what this process has just written, each time', async () => {
    await untilReplicaIsUsed();
    for (let version = 1; version <= 20; version += 1) {
      await saveProduct(own, { ...draft, name: `own ${version}` });
      expect([await nameOfMug(), await cachedName()]).toEqual([`own ${version}`, `own ${version}`]);
    }
    await untilReplicaIsUsed();
    expect([await nameOfMug(), await cachedName()]).toEqual(['own 20', 'own 20']);
  });

  it('shows within a second what another process has written', async () => {
    await untilReplicaIsUsed();
    for (const name of ['other 1', 'other 2', 'other 3']) expect(await namesAfterSecond(name)).toEqual([name, name]);
  });

  it('does not use the replica while it lags by more than a second, and uses it again afterwards', async () => {
    await untilReplicaIsUsed();
    await replica.pause();
    expect(await namesAfterSecond('while it lags')).toEqual(['while it lags', 'while it lags']);
    expect(await readsOfReplica(nameOfMug)).toBe(0);
    expect(lines.at(-1)).toContain('replica is not used');
    await replica.resume();
    await untilReplicaIsUsed();
    while (!lines.at(-1)?.includes('replica is used')) await nameOfMug();
    expect(await nameOfMug()).toBe('while it lags');
  });

  it('answers every read while the replica disappears, and uses it once it is back', async () => {
    await untilReplicaIsUsed();
    const reading = { isOver: false };
    const read = async () => {
      while (!reading.isOver) expect(await nameOfMug()).toBe('while it lags');
    };
    const readers = Promise.all([read(), read()]);
    await replica.kill();
    await untilReplicaIsUnused();
    reading.isOver = true;
    await readers;
    expect(await namesAfterSecond('while it is away')).toEqual(['while it is away', 'while it is away']);
    await replica.start();
    await untilReplicaIsUsed();
    expect(await nameOfMug()).toBe('while it is away');
  });
});
