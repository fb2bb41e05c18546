import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem } from '../../errors/problem.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, PageQuery, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, IdParams } from '../../requests/plain-schemas.js';
import { wholeList } from '../../requests/whole-list.js';
import { expectedVersion, versionTag } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import {
  changeProblems,
  createProblems,
  deliveriesProblems,
  DeliveryResponse,
  DeliveryParams,
  NewWebhookResponse,
  present,
  presentDelivery,
  removeProblems,
  repeatProblems,
  viewProblems,
  WebhookResponse,
  WebhookBody,
  WebhookChanges,
} from './webhook-schemas.js';

const tags = ['Webhooks'];

/** Addresses of other systems that get events, and what became of each delivery. */
export const webhookSubscriptionRoutes =
  (useCases: UseCases): Routes =>
  (app, _options, done) => {
    const { listWebhooks, viewWebhook, createWebhook, changeWebhook, removeWebhook } = useCases;
    const { listDeliveries, repeatDelivery } = useCases;

    app.get(
      '/admin/webhooks',
      {
        schema: {
          tags,
          operationId: 'listWebhooks',
          summary: 'List webhooks',
          description: 'Oldest first, without their secrets.',
          querystring: PageQuery,
          response: { 200: listOf(WebhookResponse) },
        },
        config: { access: listWebhooks.access, problems: listProblems },
      },
      async ({ caller, query }) => {
        const webhooks = await orProblem(listWebhooks({ caller }), listProblems);
        return wholeList(webhooks.map(present), query, ({ id }) => id);
      },
    );

    app.post(
      '/admin/webhooks',
      {
        schema: {
          tags,
          operationId: 'createWebhook',
          summary: 'Create a webhook',
          description:
            'Each event is sent as `{ type, timestamp, data: { orderId, version, … } }`, signed as Standard Webhooks ' +
            'describe. `webhook-id` is the same for each attempt. Without a 2xx response within 10 seconds, an ' +
            'event is sent again after 4 seconds, then after twice as long, at most 7 hours, and so on for three days.',
          body: WebhookBody,
          response: { 201: NewWebhookResponse },
        },
        config: { access: createWebhook.access, problems: createProblems },
      },
      async ({ caller, body }, reply) => {
        const { webhook, secret } = await orProblem(createWebhook({ ...body, caller }), createProblems);
        reply.code(201).header('etag', versionTag(webhook.version));
        return { ...present(webhook), secret };
      },
    );

    app.get(
      '/admin/webhooks/:id',
      {
        schema: {
          tags,
          operationId: 'viewWebhook',
          summary: 'Read a webhook',
          description: 'Without its secret.',
          params: IdParams,
          response: { 200: WebhookResponse },
        },
        config: { access: viewWebhook.access, problems: viewProblems },
      },
      async ({ caller, params }, reply) => {
        const webhook = await orProblem(viewWebhook({ caller, webhookId: params.id }), viewProblems);
        reply.header('etag', versionTag(webhook.version));
        return present(webhook);
      },
    );

    app.patch(
      '/admin/webhooks/:id',
      {
        schema: {
          tags,
          operationId: 'changeWebhook',
          summary: 'Change a webhook',
          description: 'A disabled webhook gets no new events. Those that wait are sent once it is enabled.',
          params: IdParams,
          body: WebhookChanges,
          response: { 200: WebhookResponse },
        },
        config: { access: changeWebhook.access, problems: changeProblems, conditional: true },
      },
      async (request, reply) => {
        const { enabled, ...changes } = request.body;
        const webhook = await orProblem(
          changeWebhook({
            caller: request.caller,
            webhookId: request.params.id,
            ...changes,
            ...(enabled === undefined ? {} : { isEnabled: enabled }),
            ...expectedVersion(request),
          }),
          changeProblems,
        );
        reply.header('etag', versionTag(webhook.version));
        return present(webhook);
      },
    );

    app.delete(
      '/admin/webhooks/:id',
      {
        schema: {
          tags,
          operationId: 'removeWebhook',
          summary: 'Remove a webhook',
          description: 'Its deliveries are removed too, and nothing more is sent.',
          params: IdParams,
          response: { 204: Type.Null() },
        },
        config: { access: removeWebhook.access, problems: removeProblems, conditional: true },
      },
      async (request, reply) => {
        const command = { caller: request.caller, webhookId: request.params.id, ...expectedVersion(request) };
        await orProblem(removeWebhook(command), removeProblems);
        return reply.code(204).send(null);
      },
    );

    app.get(
      '/admin/webhooks/:id/deliveries',
      {
        schema: {
          tags,
          operationId: 'listDeliveries',
          summary: 'List the deliveries of a webhook',
          description: 'Newest first.',
          params: IdParams,
          querystring: Type.Object(pageQuery, closed),
          response: { 200: listOf(DeliveryResponse) },
        },
        config: { access: listDeliveries.access, problems: deliveriesProblems },
      },
      async ({ caller, params, query }) => {
        const listed = listDeliveries({ caller, webhookId: params.id, page: pageRequest(query) });
        const { data, meta } = await orProblem(listed, deliveriesProblems);
        return { data: data.map(presentDelivery), meta };
      },
    );

    app.post(
      '/admin/webhooks/:id/deliveries/:deliveryId/redeliver',
      {
        schema: {
          tags,
          operationId: 'repeatDelivery',
          summary: 'Send a delivery again',
          description: 'At once, whatever became of it, with the same `webhook-id`.',
          params: DeliveryParams,
          response: { 202: Type.Object({ deliveryId: Id }) },
        },
        config: { access: repeatDelivery.access, problems: repeatProblems },
      },
      async ({ caller, params: { id: webhookId, deliveryId } }, reply) => {
        await orProblem(repeatDelivery({ caller, webhookId, deliveryId }), repeatProblems);
        reply.code(202);
        return { deliveryId };
      },
    );
    done();
  };
