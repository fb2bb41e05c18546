import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { actorOf, type StaffCaller } from '../../caller.js';
import { expectVersion, type VersionStale } from '../../expect-version.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { Log } from '../../ports/log.js';
import type { CursorMalformed, Page, PageRequest } from '../../ports/read-models/paging.js';
import type { WebhookDeliveries, WebhookDelivery } from '../../ports/events/webhook-deliveries.js';
import type { Webhook } from '../../ports/events/webhook-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { Secrets } from '../../ports/secrets.js';
import type { WebhookSender } from '../../ports/events/webhook-sender.js';

export type WebhookNotFound = { readonly type: 'webhook.not-found'; readonly webhookId: string };
export type WebhookDeliveryNotFound = { readonly type: 'webhook.delivery-not-found'; readonly deliveryId: string };
/** The address is not on the public internet, or does not use TLS. */
export type WebhookAddressRefused = { readonly type: 'webhook.address-refused' };
/** The shop has as many webhooks as it may have. */
export type TooManyWebhooks = { readonly type: 'webhook.too-many'; readonly maximum: number };
export type WebhookStale = VersionStale<'webhook.stale'>;

/** Each event is sent to each of them. */
const maximumWebhooks = 50;

type Deps = { readonly unitOfWork: UnitOfWork; readonly log: Log };
type Facts = Pick<Webhook, 'url' | 'events'>;

export type ListWebhooks = (query: object) => ResultAsync<readonly Webhook[], StorageUnavailable>;
export const makeListWebhooks =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListWebhooks =>
  () =>
    unitOfWork.read(({ webhooks }) => webhooks.list());

export type ViewWebhook = (query: {
  readonly webhookId: string;
}) => ResultAsync<Webhook, WebhookNotFound | StorageUnavailable>;
export const makeViewWebhook =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ViewWebhook =>
  ({ webhookId }) =>
    unitOfWork
      .read(({ webhooks }) => webhooks.find(webhookId))
      .andThen((found) => (found === undefined ? notFound(webhookId) : okAsync(found)));

/** `secret` has the form `whsec_` and base64; one is generated when it is absent. */
export type CreateWebhookCommand = Facts & { readonly secret?: string };
export type CreateWebhookError = WebhookAddressRefused | TooManyWebhooks | StorageUnavailable;
/** Only this result contains the secret. */
export type CreateWebhook = (
  command: CreateWebhookCommand,
  staff: StaffCaller,
) => ResultAsync<{ readonly webhook: Webhook; readonly secret: string }, CreateWebhookError>;

export const makeCreateWebhook =
  ({
    unitOfWork,
    webhookSender,
    secrets,
    clock,
    ids,
    log,
  }: Deps & {
    readonly webhookSender: Pick<WebhookSender, 'isRefused'>;
    readonly secrets: Secrets;
    readonly clock: Clock;
    readonly ids: Ids;
  }): CreateWebhook =>
  ({ url, events, secret = generatedSecret(secrets) }, staff) => {
    if (webhookSender.isRefused(url)) return errAsync({ type: 'webhook.address-refused' });
    const webhook: Webhook = {
      id: ids.next(),
      url,
      events: [...new Set(events)],
      sealedSecret: secrets.seal(secret),
      isEnabled: true,
      createdAt: clock.now(),
      version: 1,
    };
    return unitOfWork
      .run(({ webhooks }) =>
        webhooks
          .list()
          .andThen((all) =>
            all.length >= maximumWebhooks
              ? errAsync({ type: 'webhook.too-many', maximum: maximumWebhooks } as const)
              : webhooks.add(webhook),
          ),
      )
      .map(() => {
        log.info({ event: 'webhook.created', webhookId: webhook.id, ...actorOf(staff) }, 'a webhook was created');
        return { webhook, secret };
      });
  };

/** What Standard Webhooks expects: 32 random bytes in base64. Ours are base64url. */
const generatedSecret = (secrets: Secrets): string =>
  `whsec_${secrets.generate().replaceAll('-', '+').replaceAll('_', '/')}=`;

export type ChangeWebhookCommand = Partial<Facts> & {
  readonly webhookId: string;
  readonly isEnabled?: boolean;
  readonly secret?: string;
  readonly expectedVersion?: number;
};
export type ChangeWebhookError = WebhookNotFound | WebhookStale | WebhookAddressRefused | StorageUnavailable;
export type ChangeWebhook = (
  command: ChangeWebhookCommand,
  staff: StaffCaller,
) => ResultAsync<Webhook, ChangeWebhookError>;

export const makeChangeWebhook =
  ({
    unitOfWork,
    webhookSender,
    secrets,
    log,
  }: Deps & { readonly webhookSender: Pick<WebhookSender, 'isRefused'>; readonly secrets: Secrets }): ChangeWebhook =>
  ({ webhookId, secret, expectedVersion, ...changes }, staff) => {
    if (changes.url !== undefined && webhookSender.isRefused(changes.url))
      return errAsync({ type: 'webhook.address-refused' });
    return unitOfWork
      .run(({ webhooks }) =>
        webhooks
          .lock(webhookId)
          .andThen((found) => expected(found, webhookId, expectedVersion))
          .andThen((before) => {
            const sealed = secret === undefined ? {} : { sealedSecret: secrets.seal(secret) };
            const after = { ...before, ...changes, ...sealed, version: before.version + 1 };
            return webhooks.save(after).map(() => after);
          }),
      )
      .andTee(() => log.info({ event: 'webhook.changed', webhookId, ...actorOf(staff) }, 'a webhook was changed'));
  };

export type RemoveWebhookError = WebhookNotFound | WebhookStale | StorageUnavailable;
export type RemoveWebhook = (
  command: { readonly webhookId: string; readonly expectedVersion?: number },
  staff: StaffCaller,
) => ResultAsync<void, RemoveWebhookError>;

export const makeRemoveWebhook =
  ({ unitOfWork, log }: Deps): RemoveWebhook =>
  ({ webhookId, expectedVersion }, staff) =>
    unitOfWork
      .run(({ webhooks }) =>
        webhooks
          .lock(webhookId)
          .andThen((found) => expected(found, webhookId, expectedVersion))
          .andThen(() => webhooks.remove(webhookId)),
      )
      .map(() => log.info({ event: 'webhook.removed', webhookId, ...actorOf(staff) }, 'a webhook was removed'));

export type ListDeliveries = (query: {
  readonly webhookId: string;
  readonly page: PageRequest;
}) => ResultAsync<Page<WebhookDelivery>, WebhookNotFound | CursorMalformed | StorageUnavailable>;

export const makeListDeliveries =
  ({
    unitOfWork,
    webhookDeliveries,
  }: Pick<Deps, 'unitOfWork'> & { readonly webhookDeliveries: WebhookDeliveries }): ListDeliveries =>
  ({ webhookId, page }) =>
    makeViewWebhook({ unitOfWork })({ webhookId }).andThen(() => webhookDeliveries.list(webhookId, page));

export type RepeatDelivery = (
  command: { readonly webhookId: string; readonly deliveryId: string },
  staff: StaffCaller,
) => ResultAsync<void, WebhookDeliveryNotFound | StorageUnavailable>;

/** Sends a delivery again, whatever became of it. */
export const makeRepeatDelivery =
  ({ unitOfWork, clock, log }: Deps & { readonly clock: Clock }): RepeatDelivery =>
  ({ webhookId, deliveryId }, staff) =>
    unitOfWork
      .run(({ webhooks }) => webhooks.repeat(webhookId, deliveryId, clock.now()))
      .andThen((exists) => {
        if (!exists) return err({ type: 'webhook.delivery-not-found', deliveryId } as const);
        log.info({ event: 'webhook.repeated', webhookId, deliveryId, ...actorOf(staff) }, 'a delivery is repeated');
        return ok(undefined);
      });

const notFound = (webhookId: string) => errAsync<never, WebhookNotFound>({ type: 'webhook.not-found', webhookId });

function expected(
  found: Webhook | undefined,
  webhookId: string,
  version: number | undefined,
): Result<Webhook, WebhookNotFound | WebhookStale> {
  if (found === undefined) return err({ type: 'webhook.not-found', webhookId });
  return expectVersion(found, version, 'webhook.stale');
}
