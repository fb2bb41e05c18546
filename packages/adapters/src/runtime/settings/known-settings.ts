import { distance } from 'fastest-levenshtein';
import { environment } from './environment.js';
import { isOidcSetting, mostEdits, oidcSettingMeantBy } from './oidc-settings.js';

/** Settings that may come from a file: `JWT_SECRET_FILE=/run/secrets/jwt` (secrets, and addresses with a password). */
export const secretSettings = [
  'ADMIN_PASSWORD',
  'DATABASE_REPLICA_URLS',
  'DATABASE_URL',
  'JWT_SECRET',
  'REDIS_URL',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'SMTP_URL',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
] as const;

const known: ReadonlySet<string> = new Set([
  ...Object.keys(environment.properties),
  ...secretSettings.map((name) => `${name}_FILE`),
]);

const shortestName = 8;

/**
 * The setting that a variable probably means. Shorter names, and names that are farther from every setting, belong to
 * the system or the container platform, which set many.
 *
 * @example settingMeantBy('STORE_NAM') // 'STORE_NAME'
 */
export function settingMeantBy(name: string): string | undefined {
  if (name.length < shortestName || known.has(name) || isOidcSetting(name)) return undefined;
  const provider = oidcSettingMeantBy(name);
  if (provider !== undefined) return provider;
  const [nearest] = [...known]
    // Two edits change the length by two at most. Comparing every name with every setting took 4 % of a start.
    .filter(({ length }) => Math.abs(length - name.length) <= mostEdits)
    .map((setting) => ({ setting, edits: distance(name, setting) }))
    .toSorted((left, right) => left.edits - right.edits);
  return nearest !== undefined && nearest.edits <= mostEdits ? nearest.setting : undefined;
}

/** Kubernetes sets `<SERVICE>_PORT=tcp://10.0.0.7:80` for each service, also for one that is called `worker`. */
export const isInjected = (name: string, value: string): boolean => name.endsWith('PORT') && /^(tcp|udp):/u.test(value);
