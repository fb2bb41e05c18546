import type { TokenIssuer } from '@cartwright/application';
import { makeJwtTokenIssuer } from '@cartwright/adapters/fastify/jwt-token-issuer';
import { systemClock } from '@cartwright/adapters/system/system-clock';
import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { migrateDatabase, productionSettings, type ProductionServices } from '@cartwright/http/testing/start-shop';
import { fillShop, type FilledShop, type ShopSize } from '../../measuring/fill-shop.js';
import { startMeasured, untilReady, type MeasuredProcess } from './measured-process.js';

/** A built shop on a filled database, its two processes apart. */
export type ShopUnderTest = FilledShop & {
  readonly port: number;
  readonly http: MeasuredProcess;
  /** Milliseconds until the HTTP process was ready. */
  readonly startedInMs: number;
  /** The `Authorization` header of a customer by number, valid for a quarter of an hour. */
  readonly authorizationOf: (customer: number) => string;
  readonly tokenIssuer: TokenIssuer;
  /** @param databaseUser - lets the statements of the worker be counted apart from those of the HTTP process */
  readonly startWorker: (databaseUser: string) => MeasuredProcess;
};

export async function startShopUnderTest(
  services: ProductionServices,
  size: ShopSize,
  directory: string,
): Promise<ShopUnderTest> {
  await migrateDatabase(services.databaseUrl);
  const filled = await fillShop(services.databaseUrl, size);
  const port = await freeLoopbackPort();
  const env = productionSettings(services, { PORT: String(port) });
  const began = performance.now();
  const http = startMeasured(['apps/http/dist/main.js'], env, directory);
  const startedInMs = await untilReady(port, began);
  const tokenIssuer = await makeJwtTokenIssuer({
    secret: env['JWT_SECRET'] ?? '',
    issuer: 'cartwright',
    audience: 'cartwright-api',
    clock: systemClock,
  });
  return {
    ...filled,
    port,
    http,
    startedInMs,
    tokenIssuer,
    authorizationOf: (customer) => {
      const userId = filled.customerIds[customer % filled.customerIds.length] ?? '';
      return `Bearer ${tokenIssuer.issue({ userId, sessionId: userId }).accessToken}`;
    },
    startWorker: (databaseUser) => {
      const databaseUrl = new URL(services.databaseUrl);
      databaseUrl.username = databaseUser;
      return startMeasured(['apps/worker/dist/main.js'], { ...env, DATABASE_URL: databaseUrl.href }, directory);
    },
  };
}
