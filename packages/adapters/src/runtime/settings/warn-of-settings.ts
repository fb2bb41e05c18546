import type { Logger } from 'pino';
import type { Settings } from './settings.js';

/** Warns of settings whose effect an operator may not expect. */
export function warnOfSettings({ mode, smtpUrl, dataDir, s3, localFiles, stripe }: Settings, log: Logger): void {
  if (stripe === undefined) log.warn('payments are sandbox payments: no money moves');
  else if (!stripe.livemode) log.warn("payments are in Stripe's test mode: no money moves");
  if (stripe?.apiBase !== undefined)
    log.warn({ apiBase: stripe.apiBase }, 'STRIPE_API_BASE is set: payments go to a stand-in');
  if (mode === 'production' && smtpUrl === undefined)
    log.warn({ dataDir }, 'SMTP_URL is not set: mail is written to files');
  if (mode === 'production' && s3 === undefined && !localFiles)
    log.warn({ dataDir }, 'neither S3_* nor FILES=local is set: files are stored on the disk of this machine');
}
