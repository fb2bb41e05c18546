import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { endWithThisProcess } from '../end-with-this-process.js';
import { freeLoopbackPort } from '../free-loopback-port.js';

/** An nginx of the caller's own, as a load balancer. */
export type RunningNginx = { readonly url: string; readonly stop: () => Promise<void> };

/** Also where Debian installs servers, which the PATH of few users has. */
const directories = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

/** Where a program is installed, if it is. */
export const installed = (command: string): string | undefined =>
  directories
    .map((directory) => join(directory, command))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

/**
 * Balances loopback ports as docs/operations.md recommends: it keeps connections open, and gives a request to another
 * process where the first one cannot be reached or is stopping.
 *
 * @example const nginx = await startNginx([3000, 3001]);
 */
export async function startNginx(ports: readonly number[]): Promise<RunningNginx> {
  const command = installed('nginx');
  if (command === undefined) throw new Error('nginx is not installed');
  const directory = await mkdtemp(join(tmpdir(), 'cartwright-nginx-'));
  await mkdir(join(directory, 'temp'));
  const port = await freeLoopbackPort();
  const config = `
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    daemon off;
    master_process off;
    pid ${directory}/nginx.pid;
    error_log stderr notice;
    events { worker_connections 1024; }
    http {
      access_log off;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/temp/${name};`).join('\n      ')}
      upstream shop {
        ${ports.map((each) => `server 127.0.0.1:${each} max_fails=1 fail_timeout=2s;`).join('\n        ')}
        keepalive 32;
      }
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://shop;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $host;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_connect_timeout 2s;
          proxy_next_upstream error timeout http_503;
        }
      }
    }`;
  await writeFile(join(directory, 'nginx.conf'), config);
  const server = spawn(command, ['-p', directory, '-c', join(directory, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(server, 'exit');
  let words = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`nginx did not start: ${words}`)));
    server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      words = (words + chunk).slice(-20_000);
      if (/start(ed)? (worker process|timer|cycle)|using the "epoll"/u.test(words)) resolve();
    });
  });
  const callOff = endWithThisProcess(server.pid as number, directory);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.kill('SIGKILL');
      await exited;
      callOff();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
