import { SCOPES } from '../../functions/core/scope.ts';
import { command } from './command.ts';
import { EXIT, Failure, misuse } from './failure.ts';
import { readTable, TABLE_OPTIONS } from './table.ts';

/** `latchkey keys bootstrap`: the first key, which no key can make. AWS credentials stand in for it. */
export const bootstrapKey = command({
  name: 'keys bootstrap',
  summary: 'Make the first API key of a new service, with AWS credentials instead of a key',
  operands: [],
  options: {
    ...TABLE_OPTIONS,
    'secret-arn': { type: 'string', value: 'ARN', help: "the service's secret (LATCHKEY_SECRET_ARN)" },
    name: { type: 'string', value: 'NAME', help: 'the name of the key ("first")' },
    another: { type: 'boolean', help: 'also when there are keys with the scope admin, as when all are lost' },
  },
  details: `Needs credentials in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN) and AWS_REGION that may read
the secret and write to the table: aws configure export-credentials --format env prints those of a profile. The stack
outputs the ARN of the secret and the name of the table. The key has all scopes; make narrower ones with it, then revoke it.`,
  run: async ({ options, terminal, variables }) => {
    const location = readTable(options, variables);
    const arn = options['secret-arn'] ?? variables.LATCHKEY_SECRET_ARN;
    if (!arn && !variables.LATCHKEY_SECRETS) throw misuse('Name the secret with --secret-arn or LATCHKEY_SECRET_ARN.');
    // Loaded here: no other command needs the AWS SDK.
    const { makeFirstKey } = await import('./first-key.ts');
    const made = await makeFirstKey(location, {
      variables: { ...variables, ...(arn && { LATCHKEY_SECRET_ARN: arn }) },
      name: options.name ?? 'first',
      scopes: SCOPES,
      another: options.another === true,
    });
    if (made === null) {
      throw new Failure(EXIT.refused, 'There is a key with the scope admin already; --another makes one more.');
    }
    terminal.tell('The key is shown this once:');
    terminal.out(terminal.json ? JSON.stringify(made) : made.key);
    return EXIT.done;
  },
});
