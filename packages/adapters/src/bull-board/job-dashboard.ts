import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log, Retry } from '@cartwright/application';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import Fastify from 'fastify';
import { connectToBroker } from '../bullmq/broker-connection.js';
import { makeBrokerQueues } from '../bullmq/broker-queues.js';
import { dashboardPath } from './dashboard-path.js';

export type JobDashboardOptions = {
  /** As the queue's (`BullmqQueueOptions`). */
  readonly url: string;
  readonly prefix: string;
  /** Names of all jobs. */
  readonly names: readonly string[];
  readonly retryOf: (name: string) => Retry;
  readonly log: Log;
};

/** Responses to GET requests for the paths of the dashboard. */
export type JobDashboard = {
  /** Resolves with `undefined` where there is nothing. Rejects while the broker is away. */
  readonly get: (url: string) => Promise<DashboardResponse | undefined>;
  readonly close: () => Promise<void>;
};
export type DashboardResponse = {
  readonly status: number;
  readonly type: string;
  readonly payload: Buffer;
};

/** Beside a bundle, which brings the files that it needs; else in the package. */
function directoryOfPages(): string {
  const bundled = fileURLToPath(new URL('./job-dashboard', import.meta.url));
  return existsSync(bundled) ? bundled : dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json'));
}

/**
 * Bull Board, which shows queues and jobs and changes nothing: the shop would not know of a job that it paused or
 * retried, since the database stores both. It serves no HTTP itself. The caller decides who may see it, and by
 * which headers.
 *
 * @example const dashboard = await openJobDashboard({ url, prefix, names, retryOf, log });
 */
export async function openJobDashboard(options: JobDashboardOptions): Promise<JobDashboard> {
  const broker = connectToBroker(options.url, options.log);
  const queues = makeBrokerQueues({ client: broker.client, ...options });
  const serverAdapter = new FastifyAdapter();
  createBullBoard({
    queues: options.names.map(
      (name) => new BullMQAdapter(queues.of(name), { readOnlyMode: true, allowRetries: false }),
    ),
    serverAdapter,
    options: {
      uiBasePath: directoryOfPages(),
      uiConfig: { boardTitle: 'Jobs', hideRedisDetails: true },
    },
  });
  serverAdapter.setBasePath(dashboardPath);
  // The response of Bull Board would contain the stack.
  serverAdapter.setErrorHandler(() => ({ status: 500, body: {} }));
  const server = Fastify();
  await server.register(serverAdapter.registerPlugin(), { prefix: dashboardPath });
  await server.ready();
  await broker.firstTry;

  return {
    get: async (url) => {
      const { statusCode, headers, rawPayload } = await server.inject({ method: 'GET', url });
      if (statusCode === 404) return undefined;
      if (statusCode >= 500) throw new Error('the job broker is away');
      return { status: statusCode, type: String(headers['content-type']), payload: rawPayload };
    },
    close: async () => {
      await server.close();
      await queues.close();
      broker.close();
    },
  };
}
