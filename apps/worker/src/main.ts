import { checkReadiness } from '@cartwright/adapters/runtime/monitoring/check-readiness';
import { composeShop, portsOf } from '@cartwright/adapters/runtime/compose-shop';
import { prepareDataDirectory } from '@cartwright/adapters/runtime/data-directory';
import { openLog } from '@cartwright/adapters/runtime/open-log';
import { live, loadSettings, untilStopSignal } from '@cartwright/adapters/runtime/process-life';
import { doBackgroundWork } from '@cartwright/adapters/runtime/run-jobs';
import { openMetrics } from '@cartwright/adapters/runtime/monitoring/open-metrics';
import { openTracing } from '@cartwright/adapters/runtime/monitoring/open-tracing';
import { serveMonitoring } from '@cartwright/adapters/runtime/monitoring/serve-monitoring';
import { makeUseCases } from '@cartwright/application';
import { setFlagsFromString } from 'node:v8';

// V8 otherwise lets the heap grow to four times what is in use before it collects: an import of a large file takes
// 340 MB.
setFlagsFromString('--heap-growing-percent=60');

const settings = loadSettings('production');
const log = await openLog({ level: settings.logLevel, format: settings.logFormat });

live(log, async () => {
  const stopSignal = untilStopSignal();
  // It writes nothing but mail there.
  if (settings.smtpUrl === undefined) await prepareDataDirectory(settings);
  const { host, workerPort: port, storeCurrency } = settings;
  const metrics = port === undefined ? undefined : await openMetrics({ storeCurrency });
  const tracing = await openTracing(settings, 'cartwright-worker');
  const shop = await composeShop(settings, log, {}, { metrics, tracing });
  const { resources } = shop;
  const useCases = makeUseCases(portsOf(shop));
  resources.addTogether(doBackgroundWork(shop, useCases));
  let draining = false;
  if (metrics !== undefined && port !== undefined) {
    const readiness = () => checkReadiness(shop, draining);
    resources.add('monitoring', await serveMonitoring({ host, port, setting: 'WORKER_PORT', metrics, readiness, log }));
  }
  log.info('the worker is ready');

  const signal = await stopSignal;
  draining = true;
  log.info({ signal }, 'stopping: jobs in flight finish or return to the queue');
  for (const failure of await resources.closeAll()) log.error(failure, 'closing failed');
  log.info('stopped');
});
