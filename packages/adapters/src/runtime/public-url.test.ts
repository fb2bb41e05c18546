import { describe, expect, it } from 'vitest';
import { publicUrlOf } from './public-url.js';

describe('the shop’s public URL', () => {
  it('is the one that is set', () => {
    expect(publicUrlOf({ publicUrl: 'https://shop.example', host: '0.0.0.0', port: 3000 })).toBe(
      'https://shop.example',
    );
  });

  it.each([
    ['127.0.0.1', 'http://127.0.0.1:3000'],
    ['localhost', 'http://localhost:3000'],
    ['::1', 'http://[::1]:3000'],
    ['0.0.0.0', 'http://127.0.0.1:3000'],
    ['::', 'http://127.0.0.1:3000'],
  ])('is otherwise where it listens: %s', (host, url) => {
    expect(publicUrlOf({ host, port: 3000 })).toBe(url);
    expect(new URL(url).origin).toBe(url);
  });
});
