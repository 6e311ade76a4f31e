import * as v from 'valibot';
import * as contracts from '../contracts/administration.ts';
import { open } from '../contracts/open.ts';
import { newKeyAnswer, newWebhookAnswer, replayAnswer, webhookAnswer } from '../schemas/administration.ts';
import {
  deadLettersAnswer,
  healthAnswer,
  keySetAnswer,
  keysAnswer,
  webhooksAnswer,
} from '../schemas/operator-answer.ts';
import * as example from './examples.ts';
import type { Operation } from './operation.ts';

/** API keys, webhooks, and what the service says of itself. */
export const ADMINISTRATION_OPERATIONS: readonly Operation[] = [
  {
    key: 'GET /v1/keys',
    id: 'listKeys',
    tag: 'administration',
    summary: 'List API keys',
    contract: contracts.listForAdmin,
    answers: {
      200: {
        description: 'A page of keys, without the keys themselves',
        schema: keysAnswer,
        example: { items: [{ ...example.key, lastUsedOn: '2026-11-24' }], next: null },
      },
    },
    problems: [],
  },
  {
    key: 'POST /v1/keys',
    id: 'createKey',
    tag: 'administration',
    summary: 'Create an API key, shown once',
    contract: contracts.createKey,
    example: { name: 'shop', scopes: ['issue', 'read'] },
    answers: {
      201: { description: 'The key', schema: newKeyAnswer, example: { ...example.key, key: 'lk_4f2a_c2VjcmV0' } },
    },
    problems: [],
  },
  {
    key: 'DELETE /v1/keys/{prefix}',
    id: 'revokeKey',
    tag: 'administration',
    summary: 'Revoke an API key',
    contract: contracts.revokeKey,
    answers: { 204: { description: 'Revoked' } },
    problems: [],
  },
  {
    key: 'GET /v1/webhooks',
    id: 'listWebhooks',
    tag: 'administration',
    summary: 'List webhooks',
    contract: contracts.listForAdmin,
    answers: {
      200: {
        description: 'A page of webhooks',
        schema: webhooksAnswer,
        example: { items: [example.webhook], next: null },
      },
    },
    problems: [],
  },
  {
    key: 'GET /v1/webhooks/{id}',
    id: 'readWebhook',
    tag: 'administration',
    summary: 'Read a webhook',
    contract: contracts.namedWebhook,
    answers: { 200: { description: 'The webhook', schema: webhookAnswer, example: example.webhook } },
    problems: [],
  },
  {
    key: 'PUT /v1/webhooks/{id}',
    id: 'putWebhook',
    tag: 'administration',
    summary: 'Create or change a webhook; the secret of a new one is shown once',
    contract: contracts.putWebhook,
    example: { url: 'https://example.com/latchkey', events: ['license.expired'] },
    answers: {
      200: {
        description: 'The webhook; with its secret when it is new',
        schema: newWebhookAnswer,
        example: { ...example.webhook, secret: 'whsec_c2VjcmV0' },
      },
    },
    problems: [],
  },
  {
    key: 'DELETE /v1/webhooks/{id}',
    id: 'removeWebhook',
    tag: 'administration',
    summary: 'Remove a webhook',
    contract: contracts.namedWebhook,
    answers: { 204: { description: 'Removed' } },
    problems: [],
  },
  {
    key: 'GET /v1/webhooks/{id}/dead-letters',
    id: 'listDeadLetters',
    tag: 'administration',
    summary: 'List the deliveries to a webhook that were given up',
    description:
      'A delivery is tried for three days. What is given up then waits here, by license and in the order of its events, until it is replayed.',
    contract: contracts.listDeadLetters,
    answers: {
      200: {
        description: 'A page of dead letters',
        schema: deadLettersAnswer,
        example: { items: [example.deadLetter], next: null },
      },
    },
    problems: [],
  },
  {
    key: 'POST /v1/webhooks/{id}/dead-letters/replay',
    id: 'replayDeadLetters',
    tag: 'administration',
    summary: 'Send dead letters again',
    description:
      'The letters go back into the queues of their licenses, in front of what waits there, and are tried for three days anew. Each replay is audited.',
    contract: contracts.replayDeadLetters,
    example: { letters: [example.deadLetter.id] },
    answers: {
      200: {
        description: 'How many are in their queues again, and which were not there',
        schema: replayAnswer,
        example: { replayed: 1, missing: [] },
      },
    },
    problems: [],
  },
  {
    key: 'GET /.well-known/jwks.json',
    id: 'readKeySet',
    tag: 'service',
    summary: 'Read the keys that leases are verified with',
    contract: open,
    answers: {
      200: {
        description: 'A JSON Web Key Set',
        schema: keySetAnswer,
        example: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'k1', alg: 'EdDSA', use: 'sig' }] },
      },
    },
    problems: [],
  },
  {
    key: 'GET /openapi.json',
    id: 'readOpenApi',
    tag: 'service',
    summary: 'Read this document',
    contract: open,
    answers: { 200: { description: 'OpenAPI 3.1', schema: v.looseObject({ openapi: v.string() }) } },
    problems: [],
  },
  {
    key: 'GET /health',
    id: 'readHealth',
    tag: 'service',
    summary: 'Ask whether the service answers',
    contract: open,
    answers: { 200: { description: 'It does', schema: healthAnswer, example: { status: 'ok' } } },
    problems: [],
  },
];
