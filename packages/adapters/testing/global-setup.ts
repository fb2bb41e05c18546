/**
 * Vitest's global setup of the projects that need servers. It starts none: it listens on loopback, and the first test
 * that asks (`createFreshDatabase`) starts the one PostgreSQL which all projects of the run share.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startPostgres, type RunningPostgres } from './start-postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers GET with the url of the run's PostgreSQL. */
    postgresOnDemand: string;
  }
}

// Each project loads this module anew, in one process: what they share has to be global.
const shared = globalThis as { cartwrightTestPostgres?: Promise<RunningPostgres> };

/** @returns the teardown, which stops what was started */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const desk = createServer((_request, response) => {
    shared.cartwrightTestPostgres ??= startPostgres();
    shared.cartwrightTestPostgres.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  project.provide('postgresOnDemand', `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`);
  return async () => {
    desk.close();
    const running = shared.cartwrightTestPostgres;
    delete shared.cartwrightTestPostgres;
    await (await running)?.stop();
  };
}
