/**
 * Vitest's global setup of the projects that need databases. It starts nothing: it listens on loopback, and the first
 * test that requests something makes it, once for all projects of the run.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import type { SharedDatabases } from './shared-databases.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers GET of a name in `SharedDatabases` with its value. */
    sharedDatabases: string;
  }
}

// Each project loads this module again in the same process, so what they share is global.
const shared = globalThis as { cartwrightTestDatabases?: Promise<SharedDatabases> };

/** Loaded late, since a run without databases needs no driver. */
const open = async (): Promise<SharedDatabases> => (await import('./shared-databases.js')).shareDatabases();

/** @returns the teardown, which stops what was started */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const desk = createServer((request, response) => {
    shared.cartwrightTestDatabases ??= open();
    const value = shared.cartwrightTestDatabases.then(async (databases) => {
      switch (request.url) {
        case '/postgresUrl':
          return databases.postgresUrl();
        case '/migratedTemplate':
          return databases.migratedTemplate();
        case '/migratedCluster':
          return databases.migratedCluster();
        default:
          throw new Error(`unknown: ${request.url}`);
      }
    });
    value.then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  project.provide('sharedDatabases', `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`);
  return async () => {
    desk.close();
    const databases = shared.cartwrightTestDatabases;
    delete shared.cartwrightTestDatabases;
    await (await databases)?.stop();
  };
}
