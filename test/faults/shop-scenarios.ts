import { giveUp } from '../../functions/store/dead-letters.ts';
import { MAC, PC } from '../support/states.ts';
import { storeLicense, storePlan } from '../support/stored-license.ts';
import { addKey, START, type TestService } from '../support/test-service.ts';
import { asking, type Operation, operating, type Scenario } from './scenario.ts';

const PLAN = {
  name: 'Office for a year',
  kind: 'commercial',
  family: PC.family,
  term: { days: 365 },
  seats: { desktop: 5 },
  products: [{ id: PC.id }, { id: MAC.id }],
};

function putting(shop: TestService, kind: 'plans' | 'products', id: string, body: object): Operation {
  return operating(shop, 'catalog', `PUT /v1/${kind}/{id}`, { path: { id }, body });
}

async function issuing(shop: TestService, quantity: number, more: object = {}): Promise<Operation> {
  await storePlan(shop, {});
  return operating(shop, 'issue', 'POST /v1/codes', { body: { plan: 'office-1y', quantity, ...more } });
}

/** What shops, owners and administrators do. */
export const SHOP: readonly Scenario[] = [
  {
    name: 'issue, three codes',
    prepare: (shop) => issuing(shop, 3, { customer: { email: 'owner@example.com' }, orderId: 'order-1' }),
  },
  { name: 'issue, more than a transaction holds', prepare: (shop) => issuing(shop, 36) },
  { name: 'issue, large classes', prepare: (shop) => issuing(shop, 1, { seats: { desktop: 900 } }) },
  {
    name: 'import, two keys',
    prepare: async (shop) => {
      await storePlan(shop, {});
      const items = [{ key: 'OLD-KEY-0000000001' }, { key: 'OLD-KEY-0000000002' }];
      return operating(shop, 'issue', 'POST /v1/codes/import', { body: { plan: 'office-1y', items } });
    },
  },
  {
    name: 'catalog, a new product',
    prepare: async (shop) => {
      const { id: _id, ...product } = PC;
      return putting(shop, 'products', 'new-pc', product);
    },
  },
  { name: 'catalog, a new plan', prepare: async (shop) => putting(shop, 'plans', 'new-plan', PLAN) },
  {
    name: 'catalog, a plan is changed',
    prepare: async (shop) => {
      await putting(shop, 'plans', 'changed', PLAN).run();
      return putting(shop, 'plans', 'changed', { ...PLAN, seats: { desktop: 7 } });
    },
  },
  {
    name: 'keys, a new one',
    prepare: async (shop) => operating(shop, 'keys', 'POST /v1/keys', { body: { name: 'shop', scopes: ['issue'] } }),
  },
  {
    name: 'keys, one is revoked',
    prepare: async (shop) => {
      await addKey(shop.service, shop.secrets, 'revoked', ['read']);
      // What is gone is not found: the second answer says that there is nothing left to do.
      return operating(shop, 'keys', 'DELETE /v1/keys/{prefix}', { path: { prefix: 'revoked' } }, 404);
    },
  },
  {
    name: 'keys, the first use of a day',
    prepare: async (shop) => {
      shop.clock.advance(86_400);
      return { ...operating(shop, 'catalog', 'GET /v1/products', {}), recurs: true };
    },
  },
  {
    name: 'webhooks, a new endpoint',
    prepare: async (shop) => {
      const body = { url: 'https://receiver.example/hook' };
      // Put again, it has a new secret, which this time somebody sees.
      const parts = { path: { id: 'hook' }, body };
      return { ...operating(shop, 'webhooks', 'PUT /v1/webhooks/{id}', parts), twice: true };
    },
  },
  {
    name: 'webhooks, an endpoint is removed',
    prepare: async (shop) => {
      const path = { id: 'hook' };
      const body = { url: 'https://receiver.example/hook' };
      await operating(shop, 'webhooks', 'PUT /v1/webhooks/{id}', { path, body }).run();
      return operating(shop, 'webhooks', 'DELETE /v1/webhooks/{id}', { path }, 404);
    },
  },
  {
    name: 'webhooks, two dead letters are replayed',
    prepare: async (shop) => {
      const path = { id: 'hook' };
      const body = { url: 'https://receiver.example/hook' };
      await operating(shop, 'webhooks', 'PUT /v1/webhooks/{id}', { path, body }).run();
      const { ledger } = shop.service;
      const letter = { webhook: 'hook', license: 'lic_AAAAAAAAAAAAAAAA', eventId: 'evt', body: '{}', replayed: false };
      for (const sequence of [1, 2]) {
        await giveUp(ledger, { ...letter, sequence, queuedAt: START }, { now: START, failure: 'timeout' });
      }
      const letters = ['000000000001', '000000000002'].map((sequence) => `${letter.license}#${sequence}`);
      const route = 'POST /v1/webhooks/{id}/dead-letters/replay';
      return operating(shop, 'webhooks', route, { path, body: { letters } });
    },
  },
  {
    name: 'recover, a mail is asked for',
    prepare: async (shop) => {
      const body = { email: 'owner@example.com' };
      return { ...asking(shop, 'recover', 'POST /v1/recoveries', { body }), twice: true };
    },
  },
  {
    name: 'recover, a code is shown',
    prepare: async (shop) => {
      const token = await mailedToken(shop);
      // A token is good once: a code that nobody has seen is asked for again.
      return { ...asking(shop, 'recover', 'POST /v1/recoveries/confirm', { body: { token } }, 410), twice: true };
    },
  },
];

/** Asks for a lost code. @returns the token that was mailed */
async function mailedToken(shop: TestService): Promise<string> {
  const email = 'owner@example.com';
  await storeLicense(shop, { details: { customer: { email } } });
  await asking(shop, 'recover', 'POST /v1/recoveries', { body: { email } }).run();
  const { sendWaitingMails } = await import('../../functions/mail/send.ts');
  let token = '';
  await sendWaitingMails(shop.service, async ({ text }) => {
    token = /#recover=([\w-]+)$/m.exec(text)?.[1] ?? '';
  });
  return token;
}
