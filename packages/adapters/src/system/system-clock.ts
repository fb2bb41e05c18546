import type { Clock } from '@cartwright/application';

let milliseconds = Number.NaN;
let text = '';

/**
 * The machine's clock. Within one millisecond it answers the same text: who only compares does not have it written
 * again.
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
