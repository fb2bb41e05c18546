import { buildServer } from '@cartwright/adapters/fastify/build-server';
import { composeShop } from '@cartwright/adapters/runtime/compose-shop';
import { openLog } from '@cartwright/adapters/runtime/open-log';
import { live, loadDotEnv, refuseToStart, untilToldToStop } from '@cartwright/adapters/runtime/process-life';
import { consumeJobs, keepSchedules, relayEvents } from '@cartwright/adapters/runtime/run-jobs';
import { readSettings } from '@cartwright/adapters/runtime/settings';
import { shopTokens as t } from '@cartwright/adapters/runtime/tokens';
import { composeHttp } from './compose-http.js';
import { makeDemoData } from './demo-data.js';
import { trackRequests, drain } from './drain.js';
import { checkReadiness } from './readiness.js';
import { serverDeps } from './server-deps.js';
import { httpTokens as h } from './tokens.js';
import { welcome } from './welcome.js';

loadDotEnv();
const embedded = process.argv.includes('--embedded');
const settings = readSettings(process.env, embedded ? 'embedded' : 'production').match(
  (read) => read,
  (problems) => refuseToStart(problems),
);
const log = openLog({ level: settings.logLevel });

live(log, async () => {
  const toldToStop = untilToldToStop();
  const { container, resources } = await composeShop(settings, log);
  await composeHttp(container);

  // An embedded shop is alone on its data: what a killed process had claimed is free at once.
  if (embedded) await container.resolve(t.outboxFeed).endLeases();
  if (settings.admin !== undefined) {
    const ensured = await container.resolve(h.ensureAdmin)(settings.admin);
    if (ensured.isErr() && ensured.error.type !== 'user.email-taken') throw new Error(ensured.error.type);
  }
  if (settings.demoData) await makeDemoData(container);

  let draining = false;
  const server = await buildServer(serverDeps(container, () => checkReadiness(container, draining)));
  const inFlight = trackRequests(server);
  resources.add('outbox relay', relayEvents(container));
  if (embedded) {
    resources.add('schedules', keepSchedules(container));
    resources.add('jobs', consumeJobs(container));
  }
  resources.add('server', () => server.close());
  await server.listen({ host: settings.host, port: settings.port }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`cannot listen on HOST=${settings.host} PORT=${settings.port}: ${reason}`, { cause });
  });
  welcome(settings, server.addresses(), log);

  const signal = await toldToStop;
  log.info({ signal }, 'stopping: readiness says so, requests and jobs in flight finish');
  draining = true;
  await drain(inFlight());
  for (const failure of await resources.closeAll()) log.error(failure, 'closing failed');
  log.info('stopped');
});
