/**
 * Loaded into a process that is measured (`node --import`): tells its memory, the processor time that it took and how long
 * its event loop was held when it is asked over the channel to its parent, and begins anew.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolution = 10;
const delay = monitorEventLoopDelay({ resolution });
delay.enable();
let before = process.cpuUsage();
process.on('message', () => {
  // The histogram counts the timer's own resolution as delay.
  const heldMs = Math.max(0, delay.percentile(99) / 1e6 - resolution);
  delay.reset();
  const { user, system } = process.cpuUsage(before);
  before = process.cpuUsage();
  process.send?.({ rssMegabytes: process.memoryUsage().rss / 1e6, heldMs, cpuMs: (user + system) / 1000 });
});
// To be listened to is no reason to stay alive.
process.channel?.unref();
