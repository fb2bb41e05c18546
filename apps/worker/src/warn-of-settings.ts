import type { Logger } from 'pino';
import type { Settings } from './settings.js';

/** Says at the start what whoever runs the shop may not expect of these settings. */
export function warnOfSettings({ mode, smtpUrl, dataDir, unheeded }: Settings, log: Logger): void {
  log.warn('payments are sandbox payments: no money moves');
  if (mode === 'production' && smtpUrl === undefined) log.warn({ dataDir }, 'SMTP_URL is not set: mail is written to files');
  if (unheeded.length > 0) log.warn({ unheeded }, 'these settings have no effect in this version');
}
