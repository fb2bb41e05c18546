/**
 * Fails the test (or the file, for output outside a test) that writes to stdout or stderr unexpectedly. A test that
 * expects output replaces it, for example with `vi.spyOn(console, 'error').mockImplementation(() => undefined)`.
 */
import { afterAll, afterEach, expect } from 'vitest';

// Without isolation this file runs once for each test file of a process, whose streams are replaced only once.
const shared = globalThis as { cartwrightTestOutput?: string[] };
const written = (shared.cartwrightTestOutput ??= recordOutput());

function recordOutput(): string[] {
  const chunks: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    // The output is also written, so that it can be read when a test hangs.
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      chunks.push(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk));
      return write(chunk, ...rest);
    };
  }
  return chunks;
}

const refuseOutput = (): void => {
  const output = written.splice(0).join('');
  expect(output, 'unhandled console output').toBe('');
};

afterEach(refuseOutput);
afterAll(refuseOutput);
