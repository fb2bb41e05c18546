import { makeJwtTokenIssuer } from '@cartwright/adapters/fastify/jwt-token-issuer';
import { systemClock } from '@cartwright/adapters/system/system-clock';
import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { migrateDatabase, productionSettings, type ProductionServices } from '@cartwright/http/testing/start-shop';
import { fillShop, type FilledShop, type ShopSize } from './fill-shop.js';
import { startMeasured, untilReady, type MeasuredProcess } from './measured-process.js';

/** A built shop in processes of its own on a filled database. */
export type ShopUnderTest = FilledShop & {
  readonly port: number;
  readonly http: MeasuredProcess;
  /** Milliseconds from the process's start until it answered that it is ready. */
  readonly startedInMs: number;
  /** `Authorization` of a customer by number; good for a quarter of an hour. */
  readonly authorizationOf: (customer: number) => string;
  readonly startWorker: () => MeasuredProcess;
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
    authorizationOf: (customer) => {
      const userId = filled.customerIds[customer % filled.customerIds.length] ?? '';
      return `Bearer ${tokenIssuer.issue({ userId, role: 'customer' }).accessToken}`;
    },
    startWorker: () => startMeasured(['apps/worker/dist/main.js'], env, directory),
  };
}
