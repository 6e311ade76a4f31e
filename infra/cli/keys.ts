import { SCOPES } from '../../functions/core/scope.ts';
import { type KeyAnswer, keyPrefix, type NewKeyAnswer } from '../../functions/http/schemas/administration.ts';
import { command } from './command.ts';
import { EXIT, misuse } from './failure.ts';
import { listAll } from './licenses.ts';
import { formatTable } from './terminal.ts';
import { fits } from './values.ts';

export const createKey = command({
  name: 'keys create',
  summary: 'Create an API key, shown once',
  operands: ['NAME'],
  options: {
    scope: { type: 'string', multiple: true, value: 'SCOPE', help: `one of ${SCOPES.join(', ')}`, required: true },
    expires: { type: 'string', value: 'INSTANT', help: 'when it expires, as 2027-11-24T11:00:00Z (default: never)' },
  },
  run: async ({ operands: [name], options, terminal, api }) => {
    const wrong = options.scope.filter((scope) => !SCOPES.some((known) => known === scope));
    if (wrong.length > 0) throw misuse(`There is no scope ${wrong.join(', ')}; there are ${SCOPES.join(', ')}.`);
    const body = { name, scopes: options.scope, ...(options.expires !== undefined && { expiresAt: options.expires }) };
    const { body: made } = await (await api()).call<NewKeyAnswer>('POST', '/v1/keys', { body });
    terminal.tell('The key is shown this once:');
    terminal.out(terminal.json ? JSON.stringify(made) : made.key);
    return EXIT.done;
  },
});

export const listKeys = command({
  name: 'keys list',
  summary: 'List API keys by their prefixes',
  operands: [],
  options: {},
  run: async ({ terminal, api }) => {
    const found: KeyAnswer[] = [];
    for await (const key of listAll<KeyAnswer>(await api(), '/v1/keys')) found.push(key);
    const rows = found.map(({ prefix, name, scopes, expiresAt, lastUsedOn }) => [
      prefix,
      name,
      scopes.join(','),
      expiresAt ?? 'never',
      lastUsedOn ?? 'never',
    ]);
    const table = formatTable(['PREFIX', 'NAME', 'SCOPES', 'EXPIRES', 'LAST USED'], rows, 'There is no key.');
    terminal.out(terminal.json ? JSON.stringify(found) : table);
    return EXIT.done;
  },
});

export const revokeKey = command({
  name: 'keys revoke',
  summary: 'Revoke an API key; the next call with it is refused',
  operands: ['PREFIX'],
  options: {},
  run: async ({ operands: [prefix = ''], terminal, api }) => {
    if (!fits(keyPrefix, prefix)) throw misuse('A prefix is what latchkey keys list shows, not the key.');
    await (await api()).call('DELETE', `/v1/keys/${prefix}`);
    terminal.out(terminal.json ? JSON.stringify({ revoked: prefix }) : `${prefix} is revoked.`);
    return EXIT.done;
  },
});
