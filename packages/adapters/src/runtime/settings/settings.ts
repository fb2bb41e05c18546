/** Long because it lists every setting with its format, its default and its error. */
import type { S3Settings } from '../../s3/s3-file-store.js';
import { isIP } from 'node:net';
import { currencyDecimals } from '@cartwright/domain';
import { Ajv } from 'ajv';
import { Type } from 'typebox';
import { err, ok, type Result } from 'neverthrow';
import { countryCodes } from '../../lib-address/address-formats.js';
import { wrongAddresses } from './address-settings.js';
import { environment, type Environment } from './environment.js';
import type { ProviderSettings } from '../../openid-client/openid-providers.js';
import { isInjected, settingMeantBy } from './known-settings.js';
import type { LogFormat } from '../open-log.js';
import { readProviders } from './oidc-settings.js';
import { readSigningKeys, type SigningKeys } from './signing-keys.js';
import { isTimeZone } from '../../system/time-zone.js';

/** How the shop runs: everything in one process with nothing configured, or separate processes on real services. */
export type Mode = 'embedded' | 'production';

/** What the process needs to know, checked once at its start. */
export type Settings = {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  /** Where the API process serves its metrics; nowhere when absent. The embedded shop also serves them on `port`. */
  readonly metricsPort?: number;
  /** Where the worker serves its health and its metrics; nowhere when absent. */
  readonly workerPort?: number;
  readonly dataDir: string;
  readonly publicUrl?: string;
  /** Where the links in mails lead; the shop's own pages when absent. */
  readonly storefrontUrl?: string;
  /** The start of the addresses of pictures: a CDN before the shop. */
  readonly assetsUrl?: string;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** Requests a minute of one caller. */
  readonly rateLimitMax: number;
  /** Whether staff need a second factor. */
  readonly staffMfa: 'optional' | 'required';
  /** Whether pictures that imports link to are fetched, or stay where they are. */
  readonly importImages: 'fetch' | 'link';
  /** Absent when embedded and unset: one is then made and stored in the data directory. */
  readonly signingKeys?: SigningKeys;
  /** Services that sign people in; none by default. */
  readonly identityProviders: readonly ProviderSettings[];
  readonly admin?: { readonly email: string; readonly password: string };
  readonly demoData: boolean;
  readonly storeName: string;
  /** Line by line; none when unset. */
  readonly storeAddress: readonly string[];
  readonly storeCurrency: string;
  readonly storeCountry?: string;
  readonly storeTimeZone: string;
  /** How long an order may stay unpaid. */
  readonly orderExpiryMinutes: number;
  readonly transferExpiryDays: number;
  readonly stripePublishableKey?: string;
  /** How long an invoice names its recipient after they were erased. */
  readonly invoiceRetentionYears: number;
  /** How long entries of the audit log are stored. */
  readonly auditRetentionDays: number;
  readonly eventRetentionDays: number;
  /** Whether webhooks may lead to private networks and use http. */
  readonly webhookAllowPrivate: boolean;
  /** Whether the API documentation is served. */
  readonly docs: boolean;
  /** How long a stopping API process keeps its listener open, so that a load balancer can notice. */
  readonly drainSeconds: number;
  readonly logLevel: Environment['LOG_LEVEL'];
  /** A collector of OpenTelemetry, for traces; none when absent. */
  readonly otlpEndpoint?: string;
  /** Absent: pretty on a terminal, else JSON. */
  readonly logFormat?: LogFormat;
  /** Only in production. */
  readonly databaseUrl?: string;
  /** Streaming replicas for catalogue reads; none by default. */
  readonly databaseReplicaUrls: readonly string[];
  readonly databasePoolSize: number;
  readonly redisUrl?: string;
  /** Absent: files are on the local disk, below `dataDir`. */
  readonly s3?: S3Settings;
  /** `FILES=local`: local files are meant, also in production. */
  readonly localFiles: boolean;
  readonly smtpUrl?: string;
  readonly mailFrom: string;
  /** Paths of modules that replace ports, from the working directory. */
  readonly extensions: readonly string[];
  /** A JSON file of texts that mails use instead of ours. */
  readonly mailTexts?: string;
  /** Absent: payments are the sandbox's. */
  readonly stripe?: StripeSettings;
};

export type StripeSettings = {
  readonly secretKey: string;
  /** More than one while a secret is being replaced. */
  readonly webhookSecrets: readonly string[];
  /** Where Stripe is, when it is a stand-in. */
  readonly apiBase?: string;
  /** Whether the key moves real money. */
  readonly livemode: boolean;
  /** Products and prices are mirrored to the account; not when absent. */
  readonly syncProducts?: boolean;
};

/**
 * Reads the environment. A wrong or half-set variable is refused with a sentence that names it and never shows its
 * value.
 *
 * @example readSettings(process.env, 'embedded')
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  mode: Mode,
): Result<Settings, readonly string[]> {
  const given = givenOf(env);
  const misspelt = misspellings(Object.keys(given));
  const read: unknown = { ...given };
  if (!isEnvironment(read)) return err([...misspelt, ...wrongFormats(isEnvironment.errors)]);
  const { providers: identityProviders, problems: providerProblems } = readProviders(given);
  const problems = [...misspelt, ...inconsistencies(read, mode), ...providerProblems];
  if (problems.length > 0) return err(problems);
  return ok({ ...settingsOf(read, mode), identityProviders });
}

/**
 * Reads where the data is, for a command that needs nothing else.
 *
 * @example readStorageSettings({ DATABASE_URL: 'postgres://127.0.0.1/shop' })._unsafeUnwrap().databaseUrl
 */
export function readStorageSettings(
  env: Readonly<Record<string, string | undefined>>,
): Result<Pick<Settings, 'databaseUrl' | 'dataDir'>, readonly string[]> {
  const given = givenOf(env);
  const misspelt = misspellings(Object.keys(given));
  const isStorage = ajv.compile<Pick<Environment, 'DATABASE_URL' | 'DATA_DIR'>>(
    Type.Pick(environment, ['DATABASE_URL', 'DATA_DIR']),
  );
  const read: unknown = { ...given };
  if (!isStorage(read)) return err([...misspelt, ...wrongFormats(isStorage.errors)]);
  const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir } = read;
  const wrong = wrongAddresses({ DATABASE_URL: databaseUrl }).map(mustBe);
  const problems = [...misspelt, ...wrong];
  if (problems.length > 0) return err(problems);
  return ok({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
}

/** Whether a variable has a value. An empty one has none, as in a copied `.env`. */
export const isGiven = (value = ''): boolean => value.trim() !== '';

/** The variables that have a value. */
const givenOf = (env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || !isGiven(value) || isInjected(name, value) ? [] : [[name, value]],
    ),
  );

const wrongFormats = (errors: readonly { readonly instancePath: string }[] | null | undefined): readonly string[] => {
  const names = new Set((errors ?? []).map(({ instancePath }) => instancePath.slice(1)));
  return [...names].map(mustBe);
};

const misspellings = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => {
    const setting = settingMeantBy(name);
    return setting === undefined ? [] : [`${name} is not a setting: write ${setting}, or unset it`];
  });

// To validate a schema of our own at each start takes 15 ms.
const ajv = new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true, validateSchema: false });

/** Fills in defaults and turns texts into numbers and booleans, in place. */
const isEnvironment = ajv.compile<Environment>(environment);

const describe = (name: string): string =>
  (environment.properties as Readonly<Record<string, { readonly description?: string }>>)[name]?.description ?? 'valid';

const mustBe = (name: string): string => `${name} must be ${describe(name)}`;

/** What no single variable shows. */
function inconsistencies(read: Environment, mode: Mode): readonly string[] {
  const problems: string[] = wrongAddresses(read).map(mustBe);
  if (currencyDecimals(read.STORE_CURRENCY) === undefined) {
    problems.push(`${mustBe('STORE_CURRENCY')} that has a minor unit`);
  }
  if (read.STORE_COUNTRY !== undefined && !countryCodes.includes(read.STORE_COUNTRY)) {
    problems.push(mustBe('STORE_COUNTRY'));
  }
  if (!isTimeZone(read.STORE_TIME_ZONE)) problems.push(mustBe('STORE_TIME_ZONE'));
  if (!list(read.TRUSTED_PROXIES).every(isAddressOrRange)) {
    problems.push(mustBe('TRUSTED_PROXIES'));
  }
  if ((read.ADMIN_EMAIL === undefined) !== (read.ADMIN_PASSWORD === undefined)) {
    const missing = read.ADMIN_EMAIL === undefined ? 'ADMIN_EMAIL' : 'ADMIN_PASSWORD';
    problems.push(`${missing} is missing: ADMIN_EMAIL and ADMIN_PASSWORD are set together or not at all`);
  }
  if (read.METRICS_PORT !== undefined && read.METRICS_PORT === read.PORT && read.PORT !== 0) {
    problems.push('METRICS_PORT and PORT are the same port: set another METRICS_PORT');
  }
  problems.push(...stripeInconsistencies(read), ...paymentInconsistencies(read, mode), ...fileInconsistencies(read));
  for (const name of ['DATABASE_URL', 'REDIS_URL'] as const) {
    if (mode === 'production' && read[name] === undefined) {
      problems.push(`${name} is missing: production needs it (pnpm start runs the embedded shop, which needs nothing)`);
    }
  }
  for (const name of ['DATABASE_URL', 'DATABASE_REPLICA_URLS', 'REDIS_URL'] as const) {
    if (mode === 'embedded' && read[name] !== undefined) {
      problems.push(
        `${name} is set, but the embedded shop does not use it: unset it, or run pnpm start:http and pnpm start:worker`,
      );
    }
  }
  if (read.JWT_SECRET !== undefined && readSigningKeys(read.JWT_SECRET) === undefined) {
    problems.push(mustBe('JWT_SECRET'));
  }
  if (mode === 'production' && read.JWT_SECRET === undefined) {
    problems.push(`JWT_SECRET is missing: production needs ${describe('JWT_SECRET')}, the same in every process`);
  }
  return problems;
}

const s3Names = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const;

/** Where files are: in a bucket that is described in full, or on the local disk. */
function fileInconsistencies(read: Environment): readonly string[] {
  const given = s3Names.filter((name) => read[name] !== undefined);
  if (read.S3_REGION !== undefined && (read.FILES === 'local' || given.length === 0)) {
    return ['S3_REGION is set without S3_BUCKET: unset it, or describe the bucket in full'];
  }
  if (read.FILES === 'local') {
    return given.length === 0 ? [] : [`FILES=local and ${given.join(', ')} are both set: unset one of them`];
  }
  if (given.length === 0 && read.FILES !== 's3') return [];
  return s3Names
    .filter((name) => read[name] === undefined)
    .map((name) => `${name} is missing: files in S3 need ${s3Names.join(', ')}`);
}

/** Stripe's key and webhook secret are set together. The key is sent over https only. */
function stripeInconsistencies({
  STRIPE_SECRET_KEY: key,
  STRIPE_WEBHOOK_SECRET: secret,
  STRIPE_API_BASE: base,
  STRIPE_SYNC_PRODUCTS: syncsProducts,
  STRIPE_PUBLISHABLE_KEY: publishable,
}: Environment): readonly string[] {
  const problems: string[] = [];
  if ((key === undefined) !== (secret === undefined)) {
    const missing = key === undefined ? 'STRIPE_SECRET_KEY' : 'STRIPE_WEBHOOK_SECRET';
    problems.push(`${missing} is missing: STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are set together or not at all`);
  }
  if (base !== undefined && key === undefined)
    problems.push("STRIPE_API_BASE is set without STRIPE_SECRET_KEY: payments would be the sandbox's all the same");
  if (publishable !== undefined && key === undefined)
    problems.push('STRIPE_PUBLISHABLE_KEY is set without STRIPE_SECRET_KEY: set both, or unset it');
  if (publishable !== undefined && key !== undefined && isLive(publishable) !== isLive(key))
    problems.push("STRIPE_PUBLISHABLE_KEY and STRIPE_SECRET_KEY must both be of Stripe's test mode, or both live");
  if (syncsProducts && key === undefined)
    problems.push('STRIPE_SYNC_PRODUCTS=true needs STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET: set them, or unset it');
  if (base?.startsWith('http:') === true && !isThisMachine(base)) {
    problems.push(
      'STRIPE_API_BASE must be https: only a stand-in on this machine is sent the secret key over plain http',
    );
  }
  return problems;
}

/** Goods must not be given away because a setting was forgotten: the sandbox takes every order for paid. */
function paymentInconsistencies(
  { PAYMENTS: payments, STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret }: Environment,
  mode: Mode,
): readonly string[] {
  if (payments === 'sandbox' && key !== undefined) {
    return ['PAYMENTS=sandbox and STRIPE_SECRET_KEY are both set: unset one of them'];
  }
  const isStripeMissing = key === undefined && secret === undefined;
  if (payments === 'sandbox' || !isStripeMissing) return [];
  if (payments === 'stripe') {
    return ['STRIPE_SECRET_KEY is missing: PAYMENTS=stripe needs it, and STRIPE_WEBHOOK_SECRET'];
  }
  return mode === 'embedded'
    ? []
    : [
        'STRIPE_SECRET_KEY is missing: production needs it, and STRIPE_WEBHOOK_SECRET ' +
          '(or PAYMENTS=sandbox, which moves no money)',
      ];
}

const isLive = (key: string): boolean => /^.k_live_/u.test(key);

const isThisMachine = (origin: string): boolean =>
  URL.canParse(origin) && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/u.test(new URL(origin).hostname);

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

/** Paths are added to it. */
const withoutSlash = (address: string): string => address.replace(/\/+$/u, '');

const list = (text: string, separator: string | RegExp = ','): readonly string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const settingsOf = (read: Environment, mode: Mode): Omit<Settings, 'identityProviders'> => ({
  mode,
  host: read.HOST,
  port: read.PORT,
  ...(read.METRICS_PORT === undefined ? {} : { metricsPort: read.METRICS_PORT }),
  ...(read.WORKER_PORT === undefined ? {} : { workerPort: read.WORKER_PORT }),
  dataDir: read.DATA_DIR,
  ...(read.PUBLIC_URL === undefined ? {} : { publicUrl: withoutSlash(read.PUBLIC_URL) }),
  ...(read.STOREFRONT_URL === undefined ? {} : { storefrontUrl: withoutSlash(read.STOREFRONT_URL) }),
  ...(read.ASSETS_URL === undefined ? {} : { assetsUrl: withoutSlash(read.ASSETS_URL) }),
  // As browsers write them: in lower case, without the port of the scheme.
  allowedOrigins: list(read.ALLOWED_ORIGINS).map((text) => (URL.canParse(text) ? new URL(text).origin : text)),
  trustedProxies: list(read.TRUSTED_PROXIES),
  rateLimitMax: read.RATE_LIMIT_MAX,
  staffMfa: read.STAFF_MFA,
  importImages: read.IMPORT_IMAGES,
  ...signingKeysOf(read),
  ...(read.ADMIN_EMAIL === undefined || read.ADMIN_PASSWORD === undefined
    ? {}
    : { admin: { email: read.ADMIN_EMAIL, password: read.ADMIN_PASSWORD } }),
  demoData: read.DEMO_DATA ?? mode === 'embedded',
  storeName: read.STORE_NAME,
  storeAddress: list(read.STORE_ADDRESS, /[|\n]/u),
  storeCurrency: read.STORE_CURRENCY,
  ...(read.STORE_COUNTRY === undefined ? {} : { storeCountry: read.STORE_COUNTRY }),
  storeTimeZone: read.STORE_TIME_ZONE,
  orderExpiryMinutes: read.ORDER_EXPIRY_MINUTES,
  transferExpiryDays: read.TRANSFER_EXPIRY_DAYS,
  invoiceRetentionYears: read.INVOICE_RETENTION_YEARS,
  auditRetentionDays: read.AUDIT_RETENTION_DAYS,
  eventRetentionDays: read.EVENT_RETENTION_DAYS,
  webhookAllowPrivate: read.WEBHOOK_ALLOW_PRIVATE,
  docs: read.DOCS,
  drainSeconds: read.DRAIN_SECONDS ?? (mode === 'production' ? 5 : 0),
  logLevel: read.LOG_LEVEL,
  ...(read.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? {} : { otlpEndpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT }),
  ...(read.LOG_FORMAT === undefined ? {} : { logFormat: read.LOG_FORMAT }),
  ...(read.DATABASE_URL === undefined ? {} : { databaseUrl: read.DATABASE_URL }),
  databaseReplicaUrls: list(read.DATABASE_REPLICA_URLS ?? ''),
  databasePoolSize: read.DATABASE_POOL_SIZE,
  ...(read.REDIS_URL === undefined ? {} : { redisUrl: read.REDIS_URL }),
  ...(read.SMTP_URL === undefined ? {} : { smtpUrl: read.SMTP_URL }),
  mailFrom: read.MAIL_FROM,
  extensions: list(read.EXTENSIONS ?? ''),
  ...(read.MAIL_TEXTS === undefined ? {} : { mailTexts: read.MAIL_TEXTS }),
  ...s3Of(read),
  localFiles: read.FILES === 'local',
  ...(read.STRIPE_PUBLISHABLE_KEY === undefined ? {} : { stripePublishableKey: read.STRIPE_PUBLISHABLE_KEY }),
  ...stripeOf(read),
});

function signingKeysOf({ JWT_SECRET: text = '' }: Environment): { readonly signingKeys?: SigningKeys } {
  const signingKeys = readSigningKeys(text);
  return signingKeys === undefined ? {} : { signingKeys };
}

const s3Of = ({
  S3_ENDPOINT: endpoint,
  S3_BUCKET: bucket,
  S3_REGION: region = 'us-east-1',
  S3_ACCESS_KEY: accessKey,
  S3_SECRET_KEY: secretKey,
}: Environment): { readonly s3?: S3Settings } =>
  endpoint === undefined || bucket === undefined || accessKey === undefined || secretKey === undefined
    ? {}
    : { s3: { endpoint, bucket, region, accessKey, secretKey } };

const stripeOf = (read: Environment): { readonly stripe?: StripeSettings } => {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: secrets, STRIPE_API_BASE: apiBase } = read;
  if (secretKey === undefined || secrets === undefined) return {};
  const base = apiBase === undefined ? {} : { apiBase };
  const syncProducts = read.STRIPE_SYNC_PRODUCTS ? { syncProducts: true } : {};
  const livemode = isLive(secretKey);
  return { stripe: { secretKey, webhookSecrets: list(secrets), livemode, ...base, ...syncProducts } };
};
