/** One call of the HTTP contract and the function folder that answers it. */
export interface RouteEntry {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** API Gateway's template: `{name}` stands for one segment, `{name+}` for the rest of the path. */
  readonly path: string;
  readonly function: string;
}

const ACTIONS_ON_BOTH = ['block', 'unblock', 'suspend', 'resume', 'revoke', 'extend'];
const ACTIONS_ON_LICENSE = [...ACTIONS_ON_BOTH, 'reset-activations', 'rotate-code'];

type Call = readonly [method: RouteEntry['method'], path: string];

function rows(name: string, ...calls: readonly Call[]): readonly RouteEntry[] {
  return calls.map(([method, path]) => ({ method, path, function: name }));
}

/** Every route of the service; the stack and the local service both read it, so that neither has one of its own. */
export const ROUTES: readonly RouteEntry[] = [
  ...rows('activate', ['POST', '/v1/activations']),
  ...rows('validate', ['POST', '/v1/validations']),
  ...rows('deactivate', ['POST', '/v1/deactivations']),
  ...rows('seats', ['POST', '/v1/seats'], ['POST', '/v1/seats/release']),
  ...rows('recover', ['POST', '/v1/recoveries'], ['POST', '/v1/recoveries/confirm']),
  ...rows(
    'meta',
    ['GET', '/.well-known/jwks.json'],
    ['GET', '/openapi.json'],
    ['GET', '/health'],
    ['GET', '/docs'],
    ['GET', '/docs/{asset+}'],
  ),
  ...rows(
    'catalog',
    ['GET', '/v1/products'],
    ['GET', '/v1/products/{id}'],
    ['PUT', '/v1/products/{id}'],
    ['GET', '/v1/plans'],
    ['GET', '/v1/plans/{id}'],
    ['PUT', '/v1/plans/{id}'],
  ),
  ...rows('issue', ['POST', '/v1/codes'], ['POST', '/v1/codes/import']),
  ...rows(
    'licenses',
    ['GET', '/v1/licenses'],
    ['GET', '/v1/licenses/export'],
    ['POST', '/v1/licenses/lookup'],
    ['GET', '/v1/licenses/{id}'],
    ['PATCH', '/v1/licenses/{id}'],
    ['GET', '/v1/licenses/{id}/seats'],
    ['GET', '/v1/licenses/{id}/events'],
  ),
  ...rows(
    'operate',
    ...ACTIONS_ON_LICENSE.map((action): Call => ['POST', `/v1/licenses/{id}/${action}`]),
    ['DELETE', '/v1/licenses/{id}/seats/{seatId}'],
    ['POST', '/v1/devices/reset-trial'],
  ),
  ...rows('batches', ...ACTIONS_ON_BOTH.map((action): Call => ['POST', `/v1/batches/{batch}/${action}`])),
  ...rows('keys', ['GET', '/v1/keys'], ['POST', '/v1/keys'], ['DELETE', '/v1/keys/{prefix}']),
  ...rows(
    'webhooks',
    ['GET', '/v1/webhooks'],
    ['GET', '/v1/webhooks/{id}'],
    ['PUT', '/v1/webhooks/{id}'],
    ['DELETE', '/v1/webhooks/{id}'],
    ['GET', '/v1/webhooks/{id}/dead-letters'],
    ['POST', '/v1/webhooks/{id}/dead-letters/replay'],
  ),
  ...rows('pages', ['GET', '/console'], ['GET', '/console/{asset+}'], ['GET', '/portal'], ['GET', '/portal/{asset+}']),
];
