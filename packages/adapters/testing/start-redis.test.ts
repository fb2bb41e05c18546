import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, QueueEvents, Worker, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startRedis, type RunningRedis } from './start-redis.js';

describe('a Redis started for tests', () => {
  let server: RunningRedis;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  const connection = (): { url: string; maxRetriesPerRequest: null } => ({
    url: server.url,
    maxRetriesPerRequest: null,
  });

  /** Consumes a queue of its own and resolves with the jobs in the order they ran, once there are `count` of them. */
  const consume = async (name: string, count: number, add: (queue: Queue) => Promise<unknown>): Promise<Job[]> => {
    const queue = new Queue(name, { connection: connection() });
    const done: Job[] = [];
    let finish: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const worker = new Worker(
      name,
      async (job) => {
        done.push(job);
        if (done.length === count) finish();
        return Promise.resolve();
      },
      { connection: connection() },
    );
    await worker.waitUntilReady();
    await add(queue);
    await finished;
    await worker.close();
    await queue.close();
    return done;
  };

  it('hands a job to a worker', async () => {
    const [job] = await consume('plain', 1, (queue) => queue.add('mail', { orderId: '7' }));
    expect(job).toMatchObject({ name: 'mail', data: { orderId: '7' } });
  });

  it('keeps a delayed job until it is due', async () => {
    const [job] = await consume('delayed', 1, (queue) => queue.add('later', {}, { delay: 300 }));
    expect((job?.processedOn ?? 0) - (job?.timestamp ?? 0)).toBeGreaterThanOrEqual(300);
  });

  it('repeats a scheduled job', async () => {
    const add = (queue: Queue): Promise<unknown> => queue.upsertJobScheduler('tick', { every: 100 }, { name: 'tick' });
    expect((await consume('repeated', 3, add)).map(({ name }) => name)).toEqual(['tick', 'tick', 'tick']);
  });

  it("tells the job's result to whoever waits for it", async () => {
    const queue = new Queue('awaited', { connection: connection() });
    const events = new QueueEvents('awaited', { connection: connection() });
    const worker = new Worker('awaited', () => Promise.resolve(42), { connection: connection() });
    await events.waitUntilReady();
    const job = await queue.add('sum', {});
    expect(await job.waitUntilFinished(events)).toBe(42);
    await Promise.all([worker.close(), events.close(), queue.close()]);
  });

  it('answers nothing while frozen and all of it afterwards', async () => {
    const [client, hasty] = [new Redis(server.url), new Redis(server.url, { commandTimeout: 300 })];
    await Promise.all([client.set('mark', '1'), once(hasty, 'ready')]);
    process.kill(server.pid, 'SIGSTOP');
    await expect(hasty.get('mark')).rejects.toThrow('Command timed out');
    process.kill(server.pid, 'SIGCONT');
    expect(await client.get('mark')).toBe('1');
    for (const each of [client, hasty]) each.disconnect();
  });

  it('starts again on the port of a killed one', async () => {
    const first = await startRedis();
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const second = await startRedis({ port: Number(new URL(first.url).port) });
    expect(second.url).toBe(first.url);
    const client = new Redis(second.url);
    expect(await client.ping()).toBe('PONG');
    client.disconnect();
    await second.stop();
  });
});

it('says so when the port is taken', async () => {
  const first = await startRedis();
  await expect(startRedis({ port: Number(new URL(first.url).port) })).rejects.toThrow('did not start');
  await first.stop();
});

describe('the choice of a server', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cartwright-path-'));
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rm(directory, { recursive: true }));

  it('takes the one npm brings when the PATH has none, and says that it keeps nothing', async () => {
    vi.stubEnv('PATH', directory);
    await expect(startRedis({ appendOnly: true })).rejects.toThrow('keeps nothing on disk');
  });

  it('takes redis-server when the PATH has it, on loopback, without eviction, durable when asked', async () => {
    const command = join(directory, 'redis-server');
    await writeFile(command, '#!/bin/sh\necho "$@" >&2; exit 3\n');
    await chmod(command, 0o755);
    vi.stubEnv('PATH', `${directory}:${process.env['PATH'] ?? ''}`);
    await expect(startRedis({ port: 20001, appendOnly: true })).rejects.toThrow(
      /^redis-server did not start: --port 20001 --bind 127\.0\.0\.1 .*--maxmemory-policy noeviction .*--appendonly yes/,
    );
  });
});
