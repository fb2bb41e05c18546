/**
 * Loaded into a measured process (`node --import`). For each message of the parent process it sends back the memory,
 * and the processor time and event loop delay since the previous message.
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
// The channel does not keep the process alive.
process.channel?.unref();
