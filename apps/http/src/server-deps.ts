import type { Readiness, ServerDeps } from '@cartwright/adapters/fastify/server-deps';
import type { Shop } from '@cartwright/adapters/runtime/compose-shop';
import { publicUrlOf } from '@cartwright/adapters/runtime/public-url';
import type { UseCases } from '@cartwright/application';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { jobDashboardOf } from './open-job-dashboard.js';

const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** The same from the sources and from the bundle. */
const consoleDirectory = fileURLToPath(new URL('../dist/console', import.meta.url));

/** What the HTTP server of a shop is built of. */
export function serverDeps(shop: Shop, useCases: UseCases, readiness: () => Promise<Readiness>): ServerDeps {
  const { settings, log, payments, responseCache, eventFollower, metrics, tracing } = shop;
  const openJobDashboard = jobDashboardOf(shop);
  const { allowedOrigins, trustedProxies, storeCurrency } = settings;
  return {
    publicUrl: publicUrlOf(settings),
    allowedOrigins,
    trustedProxies,
    logger: log,
    storeCurrency,
    version,
    docs: settings.docs,
    useCases,
    readiness,
    ...(settings.storefrontUrl === undefined ? {} : { storefrontUrl: settings.storefrontUrl }),
    consoleDirectory,
    responseCache,
    eventFollower,
    ...(settings.assetsUrl === undefined ? {} : { assetsUrl: settings.assetsUrl }),
    ...(tracing === undefined ? {} : { tracing }),
    ...(metrics === undefined ? {} : { countRequest: metrics.countRequest }),
    // In production they have a port of their own.
    ...(metrics === undefined || settings.mode === 'production' ? {} : { renderMetrics: metrics.render }),
    ...(openJobDashboard === undefined ? {} : { openJobDashboard }),
    ...(payments.sandbox === undefined ? {} : { sandbox: payments.sandbox }),
  };
}
