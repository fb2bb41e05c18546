import { buildServer } from '@cartwright/adapters/fastify/build-server';
import { checkReadiness } from '@cartwright/adapters/runtime/monitoring/check-readiness';
import { composeShop, portsOf } from '@cartwright/adapters/runtime/compose-shop';
import { prepareDataDirectory } from '@cartwright/adapters/runtime/data-directory';
import { openLog } from '@cartwright/adapters/runtime/open-log';
import { limitsOfRequests } from '@cartwright/adapters/runtime/open-storage';
import { live, loadSettings, untilStopSignal } from '@cartwright/adapters/runtime/process-life';
import { doBackgroundWork, relayEvents } from '@cartwright/adapters/runtime/run-jobs';
import { openMetrics } from '@cartwright/adapters/runtime/monitoring/open-metrics';
import { openTracing } from '@cartwright/adapters/runtime/monitoring/open-tracing';
import { serveMonitoring } from '@cartwright/adapters/runtime/monitoring/serve-monitoring';
import { reasonOf, StartFault } from '@cartwright/adapters/runtime/start-fault';
import { ports as t } from '@cartwright/adapters/runtime/tokens';
import { makeUseCases } from '@cartwright/application';
import { ensureShop } from './ensure-shop.js';
import { resealSecrets } from './reseal-secrets.js';
import { removeDemoAccess } from './demo/demo-access.js';
import { makeDemoData } from './demo/demo-data.js';
import { drain, trackResponses } from './drain.js';
import { serverDeps } from './server-deps.js';
import { welcome } from './welcome.js';

const embedded = process.argv.includes('--embedded');
const settings = loadSettings(embedded ? 'embedded' : 'production');
const log = await openLog({ level: settings.logLevel, format: settings.logFormat });

live(log, async () => {
  const stopSignal = untilStopSignal();
  await prepareDataDirectory(settings);
  const { host, port, metricsPort, storeCurrency } = settings;
  const metrics = embedded || metricsPort !== undefined ? await openMetrics({ storeCurrency }) : undefined;
  const tracing = await openTracing(settings, 'cartwright-http');
  const shop = await composeShop(settings, log, limitsOfRequests, { metrics, tracing });
  const { container, resources } = shop;
  const useCases = makeUseCases(portsOf(shop));

  // An embedded shop is the only process on its data: the claims of a killed process are released at once.
  if (embedded) await container.resolve(t.outboxFeed).endLeases();
  // Before the first admin, who is created only where there is none.
  await removeDemoAccess(shop);
  if (settings.admin !== undefined) {
    const ensured = await useCases.ensureAdmin(settings.admin);
    if (ensured.isErr() && ensured.error.type !== 'user.email-taken') throw new Error(ensured.error.type);
  }
  if (settings.demoData) await makeDemoData(shop, useCases);
  await ensureShop(shop, useCases);
  await resealSecrets(shop, useCases);

  let draining = false;
  const readiness = () => checkReadiness(shop, draining);
  const server = await buildServer({ ...serverDeps(shop, useCases, readiness), isDraining: () => draining });
  const openResponses = trackResponses(server);
  if (embedded) resources.addTogether(doBackgroundWork(shop, useCases));
  else resources.add('outbox relay', relayEvents(shop));
  resources.add('server', () => server.close());
  await server.listen({ host, port }).catch((cause: unknown) => {
    throw new StartFault(`cannot listen on HOST=${host} PORT=${port}: ${reasonOf(cause)}`, { cause });
  });
  if (metrics !== undefined && metricsPort !== undefined) {
    resources.add('metrics', await serveMonitoring({ host, port: metricsPort, setting: 'METRICS_PORT', metrics, log }));
  }
  welcome(settings, server.addresses(), log);

  const signal = await stopSignal;
  log.info({ signal }, 'stopping: readiness turns 503, requests and jobs in flight finish');
  draining = true;
  // Open streams would count as requests in flight. Their clients resume at another process.
  shop.eventFollower.stop();
  await drain(settings.drainSeconds, openResponses);
  for (const failure of await resources.closeAll()) log.error(failure, 'closing failed');
  log.info('stopped');
});
