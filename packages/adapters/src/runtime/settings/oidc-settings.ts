import { distance } from 'fastest-levenshtein';
import type { ProviderSettings } from '../../openid-client/openid-providers.js';

type Variables = Readonly<Record<string, string | undefined>>;

const parts = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'] as const;
type Part = (typeof parts)[number];
const pattern = /^OIDC_([A-Z0-9_]+)_(ISSUER|CLIENT_ID|CLIENT_SECRET)$/u;

/** How many edits a misspelt name is from the setting that it means, at most. */
export const mostEdits = 2;

/** Whether a variable is a setting of an OpenID Connect provider, such as `OIDC_GOOGLE_ISSUER`. */
export const isOidcSetting = (name: string): boolean => pattern.test(name.replace(/_FILE$/u, ''));

/** The variables that name the file of such a setting. */
export const oidcSecretFiles = (env: Variables): readonly string[] =>
  Object.keys(env).flatMap((name) => (name.endsWith('_FILE') && isOidcSetting(name) ? [name.slice(0, -5)] : []));

/**
 * The setting of a provider that a variable probably means.
 *
 * @example oidcSettingMeantBy('OIDC_GOOGLE_CLIENTID') // 'OIDC_GOOGLE_CLIENT_ID'
 */
export function oidcSettingMeantBy(name: string): string | undefined {
  if (isOidcSetting(name)) return undefined;
  const withoutProvider = parts.find((part) => name === `OIDC_${part}` || name === `OIDC_${part}_FILE`);
  if (withoutProvider !== undefined) return `OIDC_<NAME>_${withoutProvider}`;
  const [prefix = '', ...words] = name.split('_');
  if (prefix.length < 3 || distance(prefix, 'OIDC') > mostEdits) return undefined;
  const suffixes = parts.flatMap((part) => [part, `${part}_FILE`]);
  const meant = words.flatMap((_word, index) => {
    const provider = words.slice(0, index + 1).join('_');
    return suffixes.map((suffix) => `OIDC_${provider}_${suffix}`);
  });
  return meant.find((setting) => isOidcSetting(setting) && distance(name, setting) <= mostEdits);
}

/**
 * Reads the providers that the variables set up, by name. `OIDC_GOOGLE_ISSUER` and its like belong to `google`.
 *
 * @example readProviders(process.env).providers // [{ name: 'google', issuer: 'https://accounts.google.com', … }]
 */
export function readProviders(env: Variables): {
  readonly providers: readonly ProviderSettings[];
  readonly problems: readonly string[];
} {
  const found = new Map<string, Map<Part, string>>();
  for (const [variable, value] of Object.entries(env)) {
    const [, name = '', part] = pattern.exec(variable) ?? [];
    if (part === undefined || value === undefined || value === '') continue;
    found.set(name, (found.get(name) ?? new Map<Part, string>()).set(part as Part, value));
  }
  const read = [...found].map(([name, given]) => readProvider(name, given));
  return {
    providers: read.flatMap(({ provider }) => (provider === undefined ? [] : [provider])),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readProvider(
  name: string,
  given: ReadonlyMap<Part, string>,
): { readonly provider?: ProviderSettings; readonly problems: readonly string[] } {
  const missing = parts.filter((part) => !given.has(part));
  const [issuer = '', clientId = '', clientSecret = ''] = parts.map((part) => given.get(part));
  const problems = [
    ...missing.map(
      (part) =>
        `OIDC_${name}_${part} is missing: OIDC_${name}_ISSUER, OIDC_${name}_CLIENT_ID and OIDC_${name}_CLIENT_SECRET ` +
        'are set together or not at all',
    ),
    ...(issuer === '' || isIssuer(issuer)
      ? []
      : [`OIDC_${name}_ISSUER must be an https:// address, or http:// on this machine, such as https://id.example`]),
    ...(name.length > 40 ? [`OIDC_${name}_ISSUER has a name of more than 40 characters`] : []),
  ];
  if (problems.length > 0) return { problems };
  return { problems, provider: { name: name.toLowerCase(), issuer, clientId, clientSecret } };
}

/** Everything that a provider says is believed, so nobody may change it on the way. */
function isIssuer(text: string): boolean {
  if (/\s/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/u.test(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLoopback)) && search + hash + username === '';
}
