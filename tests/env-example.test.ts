import { environment } from '@cartwright/adapters/runtime/settings/environment';
import { readSettings } from '@cartwright/adapters/runtime/settings/settings';
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const properties = environment.properties as unknown as Readonly<
  Record<string, { readonly default?: string | number }>
>;
/** Secrets: an example of one would end up in use. */
const secrets: Readonly<Record<string, string>> = {
  JWT_SECRET: 'x'.repeat(48),
  ADMIN_PASSWORD: 'x'.repeat(48),
  STRIPE_SECRET_KEY: 'sk_test_x',
  STRIPE_WEBHOOK_SECRET: 'whsec_x',
  S3_ACCESS_KEY: 'key',
  S3_SECRET_KEY: 'secret',
};

describe('the example of all settings', () => {
  let text: string;
  let lines: readonly string[];
  /** What the file sets once each of its settings is uncommented. */
  let values: Readonly<Record<string, string | undefined>>;

  beforeAll(async () => {
    text = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
    lines = text.split('\n').flatMap((line) => /^# ([A-Z][A-Z0-9_]*=.*)$/.exec(line)?.[1] ?? []);
    values = parseEnv(lines.join('\n'));
  });

  it('has each setting once and no other', () => {
    const names = lines.map((line) => line.slice(0, line.indexOf('=')));
    expect(names.toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  it('changes nothing when it is copied as it is', () => {
    expect(parseEnv(text)).toEqual({});
  });

  it('shows the default of each setting that has one', () => {
    const defaults = Object.entries(properties).flatMap(([name, { default: value }]) =>
      value === undefined || value === '' ? [] : [[name, String(value)] as const],
    );
    expect(defaults.length).toBeGreaterThan(0);
    expect(values).toMatchObject(Object.fromEntries(defaults));
  });

  it('shows no secret', () => {
    expect(Object.keys(secrets).map((name) => values[name])).toEqual(Object.keys(secrets).map(() => ''));
  });

  it('is accepted in production once its secrets are filled in', () => {
    expect(readSettings({ ...values, ...secrets }, 'production').isOk()).toBe(true);
  });

  it('says something of each setting, or of a few together', () => {
    const afterNothing = text.match(/^(?!#).*\n# [A-Z][A-Z0-9_]*=.*$/gm);
    expect(afterNothing).toBeNull();
  });
});
