/** The database cannot be reached or does not respond in time; nothing was changed. */
export type StorageUnavailable = { readonly type: 'storage.unavailable'; readonly retryAfterSeconds: number };
/** The payment provider cannot be reached or does not respond in time; the outcome is unknown, a retry is safe. */
export type PaymentsUnavailable = { readonly type: 'payments.unavailable'; readonly retryAfterSeconds: number };
/** The mail server cannot be reached, or requests a retry (an SMTP 4xx). */
export type MailUnavailable = { readonly type: 'mail.unavailable'; readonly reason: string };
/** The job broker cannot be reached or does not respond in time. */
export type QueueUnavailable = { readonly type: 'queue.unavailable'; readonly reason: string };
/** The file store cannot be reached, written or read. */
export type FilesUnavailable = { readonly type: 'files.unavailable'; readonly retryAfterSeconds: number };

/** Another site does not answer in time, or has an outage. */
export type SiteUnavailable = { readonly type: 'site.unavailable'; readonly reason: string };

/** Something is away for now. A retry may help; after every other error it does not. */
export type Outage =
  StorageUnavailable | PaymentsUnavailable | MailUnavailable | QueueUnavailable | FilesUnavailable | SiteUnavailable;
