import type { Clock } from '@cartwright/application';

let milliseconds = Number.NaN;
let text = '';

/**
 * The machine's clock. Within one millisecond it returns the same text, which costs nothing to format again.
 */
export const systemClock: Clock = {
  now: () => {
    const present = Date.now();
    if (present !== milliseconds) {
      milliseconds = present;
      text = new Date(present).toISOString();
    }
    return text;
  },
};
