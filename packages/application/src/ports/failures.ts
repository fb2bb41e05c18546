/** The database cannot be reached or does not answer in time; nothing was changed. */
export type StorageUnavailable = { readonly type: 'storage.unavailable'; readonly retryAfterSeconds: number };
/** The payment provider cannot be reached or does not answer in time; what it did is unknown, a retry is safe. */
export type PaymentsUnavailable = { readonly type: 'payments.unavailable'; readonly retryAfterSeconds: number };
/** The mail server cannot be reached, or asks to try again later. */
export type MailUnavailable = { readonly type: 'mail.unavailable'; readonly reason: string };
/** The job broker cannot be reached or does not answer in time. */
export type QueueUnavailable = { readonly type: 'queue.unavailable'; readonly reason: string };
/** The place where files are kept cannot be reached, written or read. */
export type FilesUnavailable = { readonly type: 'files.unavailable'; readonly retryAfterSeconds: number };
