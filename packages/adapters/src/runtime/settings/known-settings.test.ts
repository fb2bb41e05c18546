import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.js';

const production = {
  DATABASE_URL: 'postgres://shop:secret@127.0.0.1/shop',
  REDIS_URL: 'redis://127.0.0.1:6379',
  JWT_SECRET: 'x'.repeat(32),
  PAYMENTS: 'sandbox',
};
const problemsOf = (env: Readonly<Record<string, string>>, mode: 'embedded' | 'production') =>
  readSettings(env, mode)._unsafeUnwrapErr();

describe('settings that are misspelt', () => {
  it.each([
    ['STORE_NAM', 'STORE_NAME'],
    ['STRIPE_SECRT_KEY', 'STRIPE_SECRET_KEY'],
    ['STRIPE_SERCET_KEY', 'STRIPE_SECRET_KEY'],
    ['STRIPE_WEBHOOKS_SECRET', 'STRIPE_WEBHOOK_SECRET'],
    ['PAYMENT_S', 'PAYMENTS'],
    ['JWT_SECRET_FIL', 'JWT_SECRET_FILE'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['S3_BUCKTE', 'S3_BUCKET'],
  ])('stop the start: %s is meant to be %s', (name, setting) => {
    for (const mode of ['embedded', 'production'] as const) {
      const given = mode === 'production' ? { ...production, [name]: 'x' } : { [name]: 'x' };
      expect(problemsOf(given, mode)).toEqual([`${name} is not a setting: write ${setting}, or unset it`]);
    }
  });

  it('stop the start beside a wrong value, and are not shown', () => {
    const problems = problemsOf({ PORT: 'x', JWT_SECRETS: 'hunter2' }, 'embedded');
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('leave short names, other names and empty variables alone', () => {
    const others = { HOSTS: 'a', PORTS: '1', DOC: 'x', PAYMENT: 'x', STORE_NAM: '', MY_STORE_NAME: 'x' };
    expect(readSettings(others, 'embedded').isOk()).toBe(true);
  });

  // What shells, npm, Docker, Kubernetes, CI systems and hosting platforms set.
  it.each([
    'HOSTNAME HOSTTYPE LOGNAME USERNAME SHELL TERM_PROGRAM XDG_DATA_DIRS XDG_DATA_HOME SSL_CERT_FILE CERT_FILE',
    'NODE_ENV NODE_OPTIONS NODE_VERSION INIT_CWD npm_config_user_agent PNPM_SCRIPT_SRC_DIR YARN_VERSION',
    'KUBERNETES_PORT KUBERNETES_SERVICE_HOST STORE_PORT STORE_SERVICE_HOST DOCS_PORT MAIL_PORT MAIL_HOST ADMIN_PORT',
    'REDIS_PORT REDIS_HOST REDIS_TLS_URL REDIS_SERVICE_PORT SMTP_PORT SMTP_HOST SMTP_USER SMTP_PASSWORD',
    'DATABASE_HOST DATABASE_PORT DATABASE_USER DATABASE_NAME DATABASE_PASSWORD POSTGRES_PASSWORD POSTGRES_DB PGDATA',
    'AWS_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_EXECUTION_ENV LOG_FILE LOG_DIR',
    'GITHUB_SERVER_URL GITHUB_TOKEN CI_SERVER_PORT RENDER_EXTERNAL_URL RAILWAY_PUBLIC_DOMAIN FLY_REGION DYNO K_SERVICE',
    'WEBSITE_HOSTNAME PORT_HTTP HTTP_PORT HTTP_PROXY HTTPS_PROXY NO_PROXY PUBLIC_IP PUBLIC_PORT JAVA_HOME OLDPWD',
  ])('are not seen in %s', (names) => {
    const env = Object.fromEntries(names.split(' ').map((name) => [name, 'tcp://10.0.0.7:80']));
    expect(readSettings(env, 'embedded').isOk()).toBe(true);
  });

  it('are not seen in the port that Kubernetes sets for a service of that name', () => {
    const settings = readSettings({ WORKER_PORT: 'tcp://10.0.0.7:80', PORT: '8080' }, 'embedded')._unsafeUnwrap();
    expect(settings).toMatchObject({ port: 8080 });
    expect(settings.workerPort).toBeUndefined();
  });
});
