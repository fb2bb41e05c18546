import { appendFileSync } from 'node:fs';

/**
 * An extension of the shop under test: mails go nowhere. Each is noted in the file `BENCH_MAILS` with the millisecond
 * at which it would have been sent.
 */
const path = process.env.BENCH_MAILS;
let lines = '';

export default {
  ports: {
    mailer: (standing) => ({
      ...standing,
      send: ({ subject }) => {
        // Notes of one moment share a write, so that noting costs the shop little.
        if (lines === '') setTimeout(write, 50);
        lines += `${performance.timeOrigin + performance.now()}\t${subject}\n`;
        // A mail server forgets nothing. The result is one of the shop's own library.
        return standing.forget(() => false).map(() => undefined);
      },
    }),
  },
};

function write() {
  appendFileSync(path, lines);
  lines = '';
}
