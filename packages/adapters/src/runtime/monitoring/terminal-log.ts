import { prettyFactory } from 'pino-pretty';

type Line = Readonly<Record<string, unknown>> & { readonly msg?: unknown };

const prettify = prettyFactory({
  colorize: process.stdout.isTTY,
  ignore: 'pid,hostname',
  singleLine: true,
  translateTime: 'SYS:HH:MM:ss.l',
});

/**
 * A line of the log as people read it. A request is in the message: `GET /api/v1/products 200 in 3 ms`.
 *
 * @example terminalLine('{"level":30,"time":1764504000000,"msg":"the worker is ready"}\n')
 */
export function terminalLine(line: string): string {
  const parsed = JSON.parse(line) as Line;
  if (parsed.msg !== 'request answered') return prettify(parsed);
  const { method, path, route: _route, status, ms, msg: _msg, ...others } = parsed;
  return prettify({ ...others, msg: `${String(method)} ${String(path)} ${String(status)} in ${String(ms)} ms` });
}
