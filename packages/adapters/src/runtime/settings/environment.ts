import { Type, type Static } from 'typebox';

const port = { minimum: 0, maximum: 65_535, description: 'a port from 0 (any free one) to 65535' };

const encoded = ', with special characters of the password percent-encoded';

/** Each variable with its type; `description` completes the sentence "NAME must be …". */
export const environment = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'an address to listen on' }),
  PORT: Type.Integer({ ...port, default: 3000 }),
  METRICS_PORT: Type.Optional(Type.Integer(port)),
  WORKER_PORT: Type.Optional(Type.Integer(port)),
  DATA_DIR: Type.String({ default: '.data', minLength: 1, description: 'a directory' }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s/]+/?$',
      description: 'an origin such as https://shop.example, without a path',
    }),
  ),
  STOREFRONT_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s?#/][^\\s?#]*$',
      description: 'an address such as https://www.shop.example',
    }),
  ),
  ASSETS_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s?#/][^\\s?#]*$',
      description: 'an address such as https://cdn.example',
    }),
  ),
  ALLOWED_ORIGINS: Type.String({
    default: '',
    pattern: '^(https?://[^\\s,/]+(,\\s*|$))*$',
    description: 'origins such as https://shop.example, separated by commas',
  }),
  TRUSTED_PROXIES: Type.String({
    default: '',
    pattern: '^([0-9a-fA-F.:/]+(,\\s*|$))*$',
    description: 'addresses or CIDR ranges, separated by commas',
  }),
  STAFF_MFA: Type.Union([Type.Literal('optional'), Type.Literal('required')], {
    default: 'optional',
    description: 'optional or required',
  }),
  IMPORT_IMAGES: Type.Union([Type.Literal('fetch'), Type.Literal('link')], {
    default: 'fetch',
    description: 'fetch or link',
  }),
  WEBHOOK_ALLOW_PRIVATE: Type.Boolean({ default: false, description: 'true or false' }),
  RATE_LIMIT_MAX: Type.Integer({
    default: 300,
    minimum: 1,
    maximum: 1_000_000_000,
    description: 'a number of requests a minute from 1 to 1000000000',
  }),
  JWT_SECRET: Type.Optional(
    Type.String({
      minLength: 32,
      description: '32 characters or more, or two such secrets separated by a comma, the new one first',
    }),
  ),
  ADMIN_EMAIL: Type.Optional(Type.String({ pattern: '^[^\\s@]+@[^\\s@]+$', description: 'an e-mail address' })),
  ADMIN_PASSWORD: Type.Optional(Type.String({ minLength: 8, maxLength: 256, description: '8 to 256 characters' })),
  DEMO_DATA: Type.Optional(Type.Boolean({ description: 'true or false' })),
  STORE_NAME: Type.String({
    default: 'Cartwright',
    minLength: 1,
    maxLength: 100,
    pattern: '^\\P{Cc}+$',
    description: '1 to 100 characters on one line',
  }),
  STORE_ADDRESS: Type.String({
    default: '',
    maxLength: 500,
    pattern: '^(\\P{Cc}|\\n)*$',
    description: 'lines separated by | or line breaks, 500 characters at most',
  }),
  STORE_CURRENCY: Type.String({ default: 'USD', pattern: '^[A-Z]{3}$', description: 'an ISO 4217 code such as USD' }),
  STORE_COUNTRY: Type.Optional(
    Type.String({ pattern: '^[A-Z]{2}$', description: 'an ISO 3166-1 code of two letters such as GB' }),
  ),
  STORE_TIME_ZONE: Type.String({
    default: 'UTC',
    minLength: 1,
    description: 'an IANA time zone such as Europe/Berlin',
  }),
  ORDER_EXPIRY_MINUTES: Type.Integer({
    default: 30,
    minimum: 1,
    maximum: 10_080,
    description: 'a number of minutes from 1 to 10080 (a week)',
  }),
  TRANSFER_EXPIRY_DAYS: Type.Integer({
    default: 7,
    minimum: 1,
    maximum: 90,
    description: 'a number of days from 1 to 90',
  }),
  INVOICE_RETENTION_YEARS: Type.Integer({
    default: 10,
    minimum: 1,
    maximum: 100,
    description: 'a number of years from 1 to 100',
  }),
  AUDIT_RETENTION_DAYS: Type.Integer({
    default: 400,
    minimum: 1,
    maximum: 36_500,
    description: 'a number of days from 1 to 36500',
  }),
  EVENT_RETENTION_DAYS: Type.Integer({
    default: 90,
    minimum: 1,
    maximum: 36_500,
    description: 'a number of days from 1 to 36500',
  }),
  DOCS: Type.Boolean({ default: true, description: 'true or false' }),
  DRAIN_SECONDS: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 300, description: 'a number of seconds from 0 to 300' }),
  ),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: 'info',
    description: 'one of fatal, error, warn, info, debug, trace, silent',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(
    Type.String({ pattern: '^https?://[^\\s?#]+$', description: 'an address such as http://127.0.0.1:4318' }),
  ),
  LOG_FORMAT: Type.Optional(Type.Enum(['pretty', 'json'], { description: 'pretty or json' })),
  DATABASE_URL: Type.Optional(
    Type.String({ pattern: '^postgres(ql)?://', description: `a postgres:// address${encoded}` }),
  ),
  DATABASE_REPLICA_URLS: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://[^\\s,]+(,\\s*postgres(ql)?://[^\\s,]+)*$',
      description: `postgres:// addresses, separated by commas${encoded}`,
    }),
  ),
  DATABASE_POOL_SIZE: Type.Integer({
    default: 20,
    minimum: 1,
    maximum: 500,
    description: 'a number of connections from 1 to 500',
  }),
  REDIS_URL: Type.Optional(Type.String({ pattern: '^rediss?://', description: `a redis:// address${encoded}` })),
  SMTP_URL: Type.Optional(Type.String({ pattern: '^smtps?://', description: `an smtp:// address${encoded}` })),
  FILES: Type.Optional(Type.Enum(['s3', 'local'], { description: 's3 or local' })),
  S3_ENDPOINT: Type.Optional(
    Type.String({ pattern: '^https?://[^\\s?#]+$', description: 'an address such as https://s3.example' }),
  ),
  S3_BUCKET: Type.Optional(Type.String({ minLength: 1, description: 'the name of a bucket' })),
  S3_REGION: Type.Optional(Type.String({ minLength: 1, description: 'a region such as eu-central-1' })),
  S3_ACCESS_KEY: Type.Optional(Type.String({ minLength: 1, description: 'an access key' })),
  S3_SECRET_KEY: Type.Optional(Type.String({ minLength: 1, description: 'a secret key' })),
  PAYMENTS: Type.Optional(Type.Enum(['stripe', 'sandbox'], { description: 'stripe or sandbox' })),
  STRIPE_SECRET_KEY: Type.Optional(
    Type.String({
      pattern: '^(sk|rk)_(test|live)_[\\w-]+$',
      description: "a secret key of Stripe's, sk_test_… or sk_live_…, or a restricted one, rk_…",
    }),
  ),
  STRIPE_WEBHOOK_SECRET: Type.Optional(
    Type.String({
      pattern: '^whsec_[^\\s,]+(,\\s*whsec_[^\\s,]+)*$',
      description: "a signing secret of Stripe's, whsec_…, or several separated by commas",
    }),
  ),
  STRIPE_PUBLISHABLE_KEY: Type.Optional(
    Type.String({ pattern: '^pk_(test|live)_\\S+$', description: 'a publishable key such as pk_live_…' }),
  ),
  STRIPE_API_BASE: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s/@]+$',
      description: 'an origin such as http://127.0.0.1:12111, without a path',
    }),
  ),
  STRIPE_SYNC_PRODUCTS: Type.Boolean({ default: false, description: 'true or false' }),
  EXTENSIONS: Type.Optional(Type.String({ minLength: 1, description: 'paths of modules, separated by commas' })),
  MAIL_TEXTS: Type.Optional(Type.String({ minLength: 1, description: 'the path of a JSON file' })),
  MAIL_FROM: Type.String({
    default: 'Cartwright <shop@localhost>',
    pattern: '^[^\\r\\n]*[^\\s@]+@[^\\s@]+$',
    description: 'a sender such as Shop <shop@example.com>',
  }),
});

/** The variables once they are checked, with their defaults. */
export type Environment = Static<typeof environment>;
