import { composeShop } from '@cartwright/adapters/runtime/compose-shop';
import { openLog } from '@cartwright/adapters/runtime/open-log';
import { live, loadDotEnv, refuseToStart, untilToldToStop } from '@cartwright/adapters/runtime/process-life';
import { consumeJobs, keepSchedules, relayEvents } from '@cartwright/adapters/runtime/run-jobs';
import { readSettings } from '@cartwright/adapters/runtime/settings';

loadDotEnv();
const settings = readSettings(process.env, 'production').match(
  (read) => read,
  (problems) => refuseToStart(problems),
);
const log = openLog({ level: settings.logLevel });

live(log, async () => {
  const toldToStop = untilToldToStop();
  const { container, resources } = await composeShop(settings, log);
  // Closed in reverse: the consumer gives back what it has not done, the schedules and the relay note it.
  resources.add('outbox relay', relayEvents(container));
  resources.add('schedules', keepSchedules(container));
  resources.add('jobs', consumeJobs(container));
  log.info('the worker is ready');

  const signal = await toldToStop;
  log.info({ signal }, 'stopping: jobs in flight finish or return to the queue');
  for (const failure of await resources.closeAll()) log.error(failure, 'closing failed');
  log.info('stopped');
});
