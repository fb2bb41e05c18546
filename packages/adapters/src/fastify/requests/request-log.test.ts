import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { makeRequestLog } from './request-log.js';

describe("a request's log", () => {
  const open = (level = 'trace') => {
    const lines: Readonly<Record<string, unknown>>[] = [];
    let children = 0;
    const parent = pino(
      { level, onChild: () => void (children += 1) },
      { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
    );
    return { lines, children: () => children, log: makeRequestLog(parent, { requestId: 'trace-1' }, {}) };
  };

  it.each(['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const)(
    'names the request in a line of level %s',
    (level) => {
      const { log, lines } = open();
      log[level]({ code: 'x' }, 'it is %s', 'so');
      expect(lines).toMatchObject([
        { requestId: 'trace-1', code: 'x', msg: 'it is so', level: pino.levels.values[level] },
      ]);
    },
  );

  it('names it in the lines of its children too', () => {
    const { log, lines } = open();
    log.child({ part: 'cart' }).info('found');
    expect(lines).toMatchObject([{ requestId: 'trace-1', part: 'cart', msg: 'found' }]);
  });

  it('is made a child with its first line, once', () => {
    const { log, children } = open();
    expect(children()).toBe(0);
    log.info('one');
    log.info('two');
    expect(children()).toBe(1);
  });

  it('leaves out what its level leaves out', () => {
    const { log, lines } = open('warn');
    log.info('quiet');
    log.silent('quieter');
    expect([log.level, lines]).toEqual(['warn', []]);
  });
});
