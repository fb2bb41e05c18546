import { err, ok, type Result } from 'neverthrow';
import { readFileSync } from 'node:fs';
import { secretSettings } from './known-settings.js';
import { oidcSecretFiles } from './oidc-settings.js';
import { reasonOf } from '../start-fault.js';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the secrets that are given as files, as container platforms mount them: `JWT_SECRET_FILE` names the file of
 * `JWT_SECRET`. A line break at the end of the file does not belong to the secret.
 */
export function readSecretFiles(env: Variables): Result<Variables, readonly string[]> {
  const problems: string[] = [];
  const secrets = [...secretSettings, ...oidcSecretFiles(env)].flatMap((name) => {
    const path = env[`${name}_FILE`];
    if (path === undefined || path === '') return [];
    if (env[name] !== undefined && env[name] !== '') {
      problems.push(`${name} and ${name}_FILE are both set: unset one of them`);
      return [];
    }
    try {
      const secret = readFileSync(path, 'utf8').replace(/\r?\n$/u, '');
      if (secret === '') problems.push(`${name}_FILE names ${path}, which is empty`);
      return [[name, secret] as const];
    } catch (error) {
      problems.push(`${name}_FILE names ${path}, which cannot be read: ${reasonOf(error)}`);
      return [];
    }
  });
  return problems.length > 0 ? err(problems) : ok({ ...env, ...Object.fromEntries(secrets) });
}
