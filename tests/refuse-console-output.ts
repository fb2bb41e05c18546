/**
 * Fails the test (or the file, for output outside a test) that writes to stdout or stderr unasked. A test that expects
 * output takes it over, for example with `vi.spyOn(console, 'error').mockImplementation(() => undefined)`.
 */
import { afterAll, afterEach, expect } from 'vitest';

const written: string[] = [];

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  // Passed on as well, so that the output of a test that hangs can still be read.
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    written.push(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk));
    return write(chunk, ...rest);
  };
}

const refuseOutput = (): void => {
  const output = written.splice(0).join('');
  expect(output, 'unhandled console output').toBe('');
};

afterEach(refuseOutput);
afterAll(refuseOutput);
