import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts a Fastify server in a process of its own. Its only route, `GET path`, responds with `body`. */
export async function startBareRoute(
  path: string,
  body: Buffer,
): Promise<{ readonly port: number; readonly stop: () => void }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('bare-route-process.mjs', import.meta.url)), path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const end = (): boolean => child.kill('SIGKILL');
  process.once('exit', end);
  child.stdin.end(body);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    port: (JSON.parse(line.toString('utf8')) as { readonly port: number }).port,
    stop: () => {
      process.off('exit', end);
      end();
    },
  };
}
