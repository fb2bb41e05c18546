/** Long because it has the formats and combinations of every setting. */
import { describe, expect, it } from 'vitest';
import { readSettings, readStorageSettings } from './settings.js';

const production = {
  DATABASE_URL: 'postgres://shop:secret@127.0.0.1/shop',
  REDIS_URL: 'redis://127.0.0.1:6379',
  JWT_SECRET: 'x'.repeat(32),
  PAYMENTS: 'sandbox',
};
const problemsOf = (env: Readonly<Record<string, string>>, mode: 'embedded' | 'production') =>
  readSettings(env, mode)._unsafeUnwrapErr();

describe('settings', () => {
  it('runs the embedded shop with nothing configured', () => {
    expect(readSettings({}, 'embedded')._unsafeUnwrap()).toEqual({
      mode: 'embedded',
      host: '127.0.0.1',
      port: 3000,
      dataDir: '.data',
      allowedOrigins: [],
      trustedProxies: [],
      rateLimitMax: 300,
      identityProviders: [],
      staffMfa: 'optional',
      importImages: 'fetch',
      demoData: true,
      storeName: 'Cartwright',
      storeAddress: [],
      storeCurrency: 'USD',
      storeTimeZone: 'UTC',
      orderExpiryMinutes: 30,
      transferExpiryDays: 7,
      invoiceRetentionYears: 10,
      localFiles: false,
      auditRetentionDays: 400,
      eventRetentionDays: 90,
      webhookAllowPrivate: false,
      docs: true,
      drainSeconds: 0,
      logLevel: 'info',
      databasePoolSize: 20,
      databaseReplicaUrls: [],
      mailFrom: 'Cartwright <shop@localhost>',
      extensions: [],
    });
  });

  it('takes an empty variable for an unset one', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '' }, 'embedded')._unsafeUnwrap().port).toBe(3000);
  });

  it('reads numbers, booleans and lists', () => {
    const settings = readSettings(
      {
        ...production,
        PORT: '8080',
        DEMO_DATA: 'true',
        DOCS: 'false',
        ALLOWED_ORIGINS: 'https://a.example, https://B.example:443',
        STORE_ADDRESS: '1 Mill Lane, back yard | Ockham |\nSurrey',
        PUBLIC_URL: 'https://shop.example/',
        STOREFRONT_URL: 'https://www.shop.example/de/',
        ASSETS_URL: 'https://cdn.example/',
        INVOICE_RETENTION_YEARS: '6',
        AUDIT_RETENTION_DAYS: '30',
        EVENT_RETENTION_DAYS: '14',
        TRANSFER_EXPIRY_DAYS: '10',
      },
      'production',
    )._unsafeUnwrap();
    expect(settings).toMatchObject({
      port: 8080,
      demoData: true,
      docs: false,
      allowedOrigins: ['https://a.example', 'https://b.example'],
      storeAddress: ['1 Mill Lane, back yard', 'Ockham', 'Surrey'],
      publicUrl: 'https://shop.example',
      storefrontUrl: 'https://www.shop.example/de',
      assetsUrl: 'https://cdn.example',
      invoiceRetentionYears: 6,
      auditRetentionDays: 30,
      eventRetentionDays: 14,
      transferExpiryDays: 10,
    });
  });

  it('keeps the listener open for 5 seconds at a stop in production, and as long as it is told to', () => {
    expect(readSettings(production, 'production')._unsafeUnwrap().drainSeconds).toBe(5);
    const told = { ...production, DRAIN_SECONDS: '0' };
    expect(readSettings(told, 'production')._unsafeUnwrap().drainSeconds).toBe(0);
  });

  it('reads the new and the old signing key while one replaces the other', () => {
    const [current, previous] = ['n'.repeat(32), 'o'.repeat(32)];
    const keys = (text: string) => readSettings({ JWT_SECRET: text }, 'embedded')._unsafeUnwrap().signingKeys;
    expect(keys(current)).toEqual({ current });
    expect(keys(`${current}, ${previous}`)).toEqual({ current, previous });
  });

  it('makes no demo data in production unless told to', () => {
    expect(readSettings(production, 'production')._unsafeUnwrap().demoData).toBe(false);
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PUBLIC_URL', 'shop.example'],
    ['STORE_NAME', 'Mill Lane\nPottery'],
    ['STORE_ADDRESS', 'x'.repeat(501)],
    ['ALLOWED_ORIGINS', '*'],
    ['TRUSTED_PROXIES', 'everybody'],
    ['STAFF_MFA', 'yes'],
    ['IMPORT_IMAGES', 'yes'],
    ['RATE_LIMIT_MAX', '0'],
    ['RATE_LIMIT_MAX', 'none'],
    ['TRUSTED_PROXIES', 'abc'],
    ['TRUSTED_PROXIES', '10.0.0.0/8, 10.0.0.1/33'],
    ['TRUSTED_PROXIES', '10.0.0.0/'],
    ['TRUSTED_PROXIES', '::1/129'],
    ['JWT_SECRET', 'short'],
    ['JWT_SECRET', 'x'.repeat(31)],
    ['STOREFRONT_URL', 'https:///'],
    ['STOREFRONT_URL', 'https://shop.example/?page=1'],
    ['JWT_SECRET', `${'x'.repeat(32)},short-comma`],
    ['JWT_SECRET', `${'x'.repeat(32)},`],
    ['JWT_SECRET', `,${'x'.repeat(32)}`],
    ['JWT_SECRET', `${'x'.repeat(32)},${'y'.repeat(32)},${'z'.repeat(32)}`],
    ['JWT_SECRET', `${' '.repeat(32)},${'y'.repeat(32)}`],
    ['DEMO_DATA', 'perhaps'],
    ['DOCS', 'perhaps'],
    ['STORE_CURRENCY', 'dollars'],
    ['STORE_CURRENCY', 'XAU'],
    ['STORE_COUNTRY', 'UK'],
    ['STORE_COUNTRY', 'ZZ'],
    ['STORE_TIME_ZONE', 'Mars/Olympus'],
    ['ORDER_EXPIRY_MINUTES', '0'],
    ['INVOICE_RETENTION_YEARS', '0'],
    ['INVOICE_RETENTION_YEARS', '6.5'],
    ['ORDER_EXPIRY_MINUTES', '10081'],
    ['ORDER_EXPIRY_MINUTES', '1.5'],
    ['ORDER_EXPIRY_MINUTES', 'never'],
    ['LOG_LEVEL', 'loud'],
    ['DRAIN_SECONDS', '-1'],
    ['DRAIN_SECONDS', '301'],
    ['PAYMENTS', 'none'],
    ['SMTP_URL', 'mail.example'],
    ['SMTP_URL', 'smtp://user:pa#ss@mail.example:587'],
    ['PUBLIC_URL', 'https://shop.example:99999'],
    ['PUBLIC_URL', 'https://shop.example?x=1'],
    ['STOREFRONT_URL', 'https://a:b:c'],
    ['ASSETS_URL', 'https://cdn.example:cdn'],
    ['ALLOWED_ORIGINS', 'https://*.shop.example'],
    ['ALLOWED_ORIGINS', 'https://shop.example, https://:443'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://:::'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'a@b.example\r\nBcc: c@d.example'],
  ])('refuses %s=%s and names it', (name, value) => {
    const problems = problemsOf({ [name]: value }, 'embedded');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must be `));
  });

  it('never shows the value of a wrong variable', () => {
    expect(problemsOf({ JWT_SECRET: 'hunter2' }, 'embedded').join()).not.toContain('hunter2');
  });

  it.each([
    ['DATABASE_URL', 'postgres://shop:hun#ter2@127.0.0.1:1/shop'],
    ['DATABASE_URL', 'postgres://shop:hunter2%zz@127.0.0.1:1/shop'],
    ['DATABASE_REPLICA_URLS', 'postgres://shop:hun#ter2@127.0.0.1/shop'],
    ['REDIS_URL', 'redis://:hunter2%zz@127.0.0.1'],
    ['SMTP_URL', 'smtp://shop:hunter2%zz@mail.example'],
  ])('refuses %s with a password that is not encoded, and does not show it', (name, value) => {
    const problems = problemsOf({ ...production, [name]: value }, 'production');
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must be .*percent-encoded$`))]);
    expect(problems.join()).not.toMatch(/hun|ter2/);
  });

  it.each([
    ['DATABASE_URL', 'postgres://shop:p%23ss@127.0.0.1:5432/shop?sslmode=require'],
    ['DATABASE_URL', 'postgresql://shop@one.example:5432,two.example:5433/shop'],
    ['DATABASE_URL', 'postgres://shop@one.example,two.example/shop?target_session_attrs=primary'],
    ['DATABASE_URL', 'postgres:///shop?host=/run/postgresql'],
    ['DATABASE_URL', 'postgres://shop:a,b@127.0.0.1/shop'],
    ['REDIS_URL', 'rediss://:p%40ss@redis.example:6380/1'],
    ['SMTP_URL', 'smtps://user%40shop.example:p%23ss@mail.example:465?pool=true'],
    ['STOREFRONT_URL', 'https://www.shop.example/de'],
    ['ALLOWED_ORIGINS', 'https://shop.example, http://localhost:5173,'],
  ])('takes %s=%s', (name, value) => {
    expect(readSettings({ ...production, [name]: value }, 'production').isOk()).toBe(true);
  });

  it('takes a variable of spaces for one that is not set', () => {
    expect(readSettings({ PORT: ' ' }, 'embedded')._unsafeUnwrap().port).toBe(3000);
  });

  it.each(['DATABASE_URL', 'REDIS_URL', 'JWT_SECRET'] as const)('refuses production without %s', (name) => {
    const { [name]: _, ...rest } = production;
    expect(problemsOf(rest, 'production')).toEqual([expect.stringMatching(new RegExp(`^${name} is missing`))]);
  });

  it.each([
    ['DATABASE_URL', production.DATABASE_URL],
    ['DATABASE_REPLICA_URLS', production.DATABASE_URL],
    ['REDIS_URL', production.REDIS_URL],
  ])('refuses an embedded shop that is given %s', (name, value) => {
    expect(problemsOf({ [name]: value }, 'embedded')[0]).toMatch(new RegExp(`^${name} is set`));
  });

  it('reads the addresses of replicas, and refuses what is none', () => {
    const replicas = (text: string) => readSettings({ ...production, DATABASE_REPLICA_URLS: text }, 'production');
    const [one, two] = ['postgres://shop:secret@127.0.0.1:5433/shop', 'postgres://shop:secret@127.0.0.1:5434/shop'];
    expect(replicas(`${one}, ${two}`)._unsafeUnwrap().databaseReplicaUrls).toEqual([one, two]);
    expect(replicas('127.0.0.1:5433')._unsafeUnwrapErr()[0]).toMatch(/^DATABASE_REPLICA_URLS must be /);
    expect(replicas('')._unsafeUnwrap().databaseReplicaUrls).toEqual([]);
  });

  it('refuses an admin without a password, and a password without an admin', () => {
    expect(problemsOf({ ADMIN_EMAIL: 'admin@shop.example' }, 'embedded')[0]).toMatch(/^ADMIN_PASSWORD is missing/);
    expect(problemsOf({ ADMIN_PASSWORD: 'long enough' }, 'embedded')[0]).toMatch(/^ADMIN_EMAIL is missing/);
  });

  describe('of payments', () => {
    const { PAYMENTS: _, ...unpaid } = production;
    const stripe = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };

    it('are refused in production without Stripe’s keys, so that no order is paid by anybody who confirms it', () => {
      expect(problemsOf(unpaid, 'production')).toEqual([
        expect.stringMatching(/^STRIPE_SECRET_KEY is missing.*PAYMENTS=sandbox/),
      ]);
    });

    it('are accepted in production with Stripe’s keys, or with the sandbox where it is asked for', () => {
      expect(readSettings({ ...unpaid, ...stripe }, 'production')._unsafeUnwrap().stripe).toMatchObject({
        livemode: true,
      });
      expect(readSettings({ ...unpaid, PAYMENTS: 'sandbox' }, 'production')._unsafeUnwrap().stripe).toBeUndefined();
    });

    it('are refused when the sandbox and Stripe are both asked for, and when Stripe is asked for without its keys', () => {
      expect(problemsOf({ ...production, ...stripe }, 'production')).toEqual([
        'PAYMENTS=sandbox and STRIPE_SECRET_KEY are both set: unset one of them',
      ]);
      expect(problemsOf({ PAYMENTS: 'stripe' }, 'embedded')).toEqual([
        expect.stringMatching(/^STRIPE_SECRET_KEY is missing/),
      ]);
    });
  });

  describe('of Stripe', () => {
    const stripe = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };
    const read = (env: Readonly<Record<string, string>>) => readSettings(env, 'embedded')._unsafeUnwrap().stripe;

    it('are absent, and payments the sandbox’s, when nothing is set', () => {
      expect(read({})).toBeUndefined();
    });

    it('are read in test and live mode, with a restricted key and with two secrets of which one is being replaced', () => {
      expect(read(stripe)).toEqual({ secretKey: 'sk_test_1', webhookSecrets: ['whsec_1'], livemode: false });
      for (const key of ['sk_live_1', 'rk_live_1'])
        expect(read({ ...stripe, STRIPE_SECRET_KEY: key })).toMatchObject({ livemode: true });
      expect(read({ ...stripe, STRIPE_WEBHOOK_SECRET: 'whsec_1, whsec_2' })?.webhookSecrets).toEqual([
        'whsec_1',
        'whsec_2',
      ]);
      expect(read({ ...stripe, STRIPE_API_BASE: 'http://127.0.0.1:12111' })?.apiBase).toBe('http://127.0.0.1:12111');
    });

    it.each([
      ['STRIPE_SECRET_KEY', 'pk_test_1'],
      ['STRIPE_SECRET_KEY', 'sk_1'],
      ['STRIPE_SECRET_KEY', 'sk_test_1 '],
      ['STRIPE_WEBHOOK_SECRET', 'sk_test_1'],
      ['STRIPE_WEBHOOK_SECRET', 'whsec_1,'],
      ['STRIPE_API_BASE', '127.0.0.1:12111'],
      ['STRIPE_API_BASE', 'http://127.0.0.1:12111/v1'],
      ['STRIPE_API_BASE', 'http://stripe.example'],
      ['STRIPE_API_BASE', 'http://127.0.0.1.example'],
    ])('are refused with %s=%s, which is named and not shown', (name, value) => {
      const problems = problemsOf({ ...stripe, [name]: value }, 'embedded');
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^${name} must be `));
      expect(problems[0]).not.toContain('_1');
    });

    it('mirror products if that is set, and refuse it without Stripe’s keys', () => {
      expect(read({ ...stripe, STRIPE_SYNC_PRODUCTS: 'true' })).toMatchObject({ syncProducts: true });
      expect(read({ ...stripe, STRIPE_SYNC_PRODUCTS: 'false' })).not.toHaveProperty('syncProducts');
      expect(problemsOf({ STRIPE_SYNC_PRODUCTS: 'true' }, 'embedded')).toEqual([
        expect.stringMatching(/^STRIPE_SYNC_PRODUCTS=true needs STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET/),
      ]);
      expect(problemsOf({ ...stripe, STRIPE_SYNC_PRODUCTS: 'nightly' }, 'embedded')).toEqual([
        'STRIPE_SYNC_PRODUCTS must be true or false',
      ]);
    });

    it('are refused half', () => {
      for (const [missing, set] of [
        ['STRIPE_WEBHOOK_SECRET', 'STRIPE_SECRET_KEY'],
        ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
      ] as const) {
        expect(problemsOf({ [set]: stripe[set] }, 'embedded')).toEqual([
          expect.stringMatching(new RegExp(`^${missing} is missing`)),
        ]);
      }
      expect(problemsOf({ STRIPE_API_BASE: 'https://stripe.example' }, 'embedded')[0]).toMatch(
        /^STRIPE_API_BASE is set without STRIPE_SECRET_KEY/,
      );
      expect(problemsOf({ STRIPE_PUBLISHABLE_KEY: 'pk_test_1' }, 'embedded')).toEqual([
        'STRIPE_PUBLISHABLE_KEY is set without STRIPE_SECRET_KEY: set both, or unset it',
      ]);
    });

    it.each([
      ['sk_test_1', 'pk_live_1'],
      ['sk_live_1', 'pk_test_1'],
      ['rk_live_1', 'pk_test_1'],
    ])('are refused with keys of two modes: %s and %s', (secretKey, publishable) => {
      const keys = { ...stripe, STRIPE_SECRET_KEY: secretKey };
      expect(problemsOf({ ...keys, STRIPE_PUBLISHABLE_KEY: publishable }, 'embedded')).toEqual([
        expect.stringMatching(/^STRIPE_PUBLISHABLE_KEY and STRIPE_SECRET_KEY must both be /),
      ]);
      const same = publishable.includes('live') ? 'pk_test_1' : 'pk_live_1';
      expect(readSettings({ ...keys, STRIPE_PUBLISHABLE_KEY: same }, 'embedded').isOk()).toBe(true);
    });
  });

  describe('files', () => {
    const s3 = {
      S3_ENDPOINT: 'https://s3.example',
      S3_BUCKET: 'files',
      S3_ACCESS_KEY: 'key',
      S3_SECRET_KEY: 'secret',
    };
    const read = (env: Record<string, string>) => readSettings(env, 'embedded')._unsafeUnwrap();

    it('are on the disk unless a bucket is set', () => {
      expect(read({}).s3).toBeUndefined();
      expect([read({}).localFiles, read({ FILES: 'local' }).localFiles]).toEqual([false, true]);
      expect(read({ ...s3, S3_REGION: 'eu-central-1' }).s3).toEqual({
        endpoint: 'https://s3.example',
        bucket: 'files',
        region: 'eu-central-1',
        accessKey: 'key',
        secretKey: 'secret',
      });
    });

    it.each(Object.keys(s3))('are refused in a bucket without %s', (name) => {
      expect(problemsOf({ ...s3, [name]: '' }, 'embedded')).toEqual([
        expect.stringMatching(new RegExp(`^${name} is missing`)),
      ]);
    });

    it('are refused both in a bucket and on the disk, and in a bucket that is not named', () => {
      expect(problemsOf({ ...s3, FILES: 'local' }, 'embedded')).toEqual([
        expect.stringMatching(/^FILES=local and S3_ENDPOINT, .* are both set/),
      ]);
      expect(problemsOf({ FILES: 's3' }, 'embedded')).toHaveLength(4);
      for (const files of ['', 'local'])
        expect(problemsOf({ FILES: files, S3_REGION: 'eu-central-1' }, 'embedded')[0]).toMatch(
          /^S3_REGION is set without/,
        );
    });
  });

  it('refuse metrics on the port of the API', () => {
    expect(problemsOf({ PORT: '3000', METRICS_PORT: '3000' }, 'embedded')).toEqual([
      'METRICS_PORT and PORT are the same port: set another METRICS_PORT',
    ]);
    const settings = readSettings({ PORT: '0', METRICS_PORT: '0', WORKER_PORT: '9091' }, 'embedded')._unsafeUnwrap();
    expect(settings).toMatchObject({ metricsPort: 0, workerPort: 9091 });
  });

  it('names every problem at once', () => {
    expect(problemsOf({ PORT: 'x', DEMO_DATA: 'x' }, 'embedded')).toHaveLength(2);
  });
});

describe('the settings of a command on the stored shop', () => {
  it('are where the data is', () => {
    expect(readStorageSettings({ DATABASE_URL: ' ', PORT: 'x' })._unsafeUnwrap()).toEqual({ dataDir: '.data' });
    const url = 'postgres://shop@127.0.0.1/shop';
    expect(readStorageSettings({ DATABASE_URL: url })._unsafeUnwrap().databaseUrl).toBe(url);
  });

  it.each([
    [{ DATABASE_ULR: 'postgres://127.0.0.1/shop' }, /^DATABASE_ULR is not a setting: write DATABASE_URL/],
    [{ DATABASE_URL: 'mysql://127.0.0.1/shop' }, /^DATABASE_URL must be a postgres:/],
    [{ DATABASE_URL: 'postgres://shop:pa#ss@127.0.0.1/shop' }, /^DATABASE_URL must be a postgres:/],
  ])('are refused if they are %j', (env, problem) => {
    expect(readStorageSettings(env)._unsafeUnwrapErr()).toEqual([expect.stringMatching(problem)]);
  });
});
