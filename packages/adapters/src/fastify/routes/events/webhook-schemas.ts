import type {
  ChangeWebhookError,
  CreateWebhookError,
  CursorMalformed,
  RemoveWebhookError,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryNotFound,
  WebhookNotFound,
} from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Id, Instant, nullable, oneOf } from '../../requests/plain-schemas.js';
import { EventType } from './event-schemas.js';

export const viewProblems = {
  'webhook.not-found': { status: 404, title: 'No such webhook', detail: 'It was removed or never existed.' },
  ...storageProblems,
} satisfies Problems<WebhookNotFound>;
export const removeProblems = {
  'webhook.stale': {
    status: 412,
    title: 'The webhook has changed',
    detail: 'Somebody changed it in the meantime. Read it again.',
    hint: 'It no longer matches `If-Match`.',
  },
  ...viewProblems,
} satisfies Problems<RemoveWebhookError>;
const addressProblems = {
  'webhook.address-refused': {
    status: 422,
    title: 'The address is refused',
    detail: 'It must start with https and be on the public internet.',
    hint: '`WEBHOOK_ALLOW_PRIVATE=true` allows private networks and http.',
  },
} satisfies Problems<{ readonly type: 'webhook.address-refused' }>;
export const changeProblems = { ...removeProblems, ...addressProblems } satisfies Problems<ChangeWebhookError>;
export const createProblems = {
  ...addressProblems,
  'webhook.too-many': { status: 422, title: 'Too many webhooks', detail: 'Remove one first.' },
  ...storageProblems,
} satisfies Problems<CreateWebhookError>;
export const deliveriesProblems = { ...viewProblems, ...listProblems } satisfies Problems<
  WebhookNotFound | CursorMalformed
>;
export const repeatProblems = {
  'webhook.delivery-not-found': {
    status: 404,
    title: 'No such delivery',
    detail: 'The webhook has no delivery with this id. Deliveries are stored for 30 days.',
  },
  ...storageProblems,
} satisfies Problems<WebhookDeliveryNotFound>;

const Url = Type.String({ minLength: 1, maxLength: 2000, pattern: '^https?://', description: 'With https.' });
const Events = Type.Array(EventType, { maxItems: 100, description: 'Empty: all types.' });
const Secret = Type.String({
  // 24 to 64 bytes in base64.
  pattern: '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$',
  description: 'Signs each delivery. Default: a generated one.',
});
const fields = {
  id: Id,
  url: Type.String(),
  events: Type.Array(EventType),
  enabled: Type.Boolean(),
  createdAt: Instant,
  version: Type.Integer(),
};
export const WebhookResponse = Type.Object(fields, { title: 'Webhook' });
export const NewWebhookResponse = Type.Object(
  { ...fields, secret: Type.String({ description: 'Shown here only.' }) },
  { title: 'NewWebhook' },
);
export const DeliveryResponse = Type.Object(
  {
    id: Id,
    eventId: Id,
    type: EventType,
    orderId: Id,
    status: oneOf('pending', 'delivered', 'failed'),
    attempts: Type.Integer(),
    createdAt: Instant,
    lastAttemptAt: nullable(Instant),
    nextAttemptAt: nullable(Instant),
    responseStatus: nullable(Type.Integer()),
    reason: nullable(Type.String({ description: 'Why the last attempt failed.' })),
  },
  { title: 'WebhookDelivery' },
);
export const WebhookBody = Type.Object({ url: Url, events: Events, secret: Type.Optional(Secret) }, closed);
export const WebhookChanges = Type.Partial(
  Type.Object({ url: Url, events: Events, secret: Secret, enabled: Type.Boolean() }, closed),
  closed,
);
export const DeliveryParams = Type.Object({ id: Id, deliveryId: Id }, closed);

export const present = ({ id, url, events, isEnabled, createdAt, version }: Webhook) => ({
  id,
  url,
  events: [...events],
  enabled: isEnabled,
  createdAt,
  version,
});
export const presentDelivery = ({ webhookId: _webhook, ...delivery }: WebhookDelivery) => ({
  ...delivery,
  lastAttemptAt: delivery.lastAttemptAt ?? null,
  nextAttemptAt: delivery.nextAttemptAt ?? null,
  responseStatus: delivery.responseStatus ?? null,
  reason: delivery.reason ?? null,
});
