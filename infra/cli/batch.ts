import { randomBytes } from 'node:crypto';
import { batchId } from '../../functions/http/schemas/issue.ts';
import type { BatchAnswer } from '../../functions/http/schemas/license-answer.ts';
import { ACTIONS, bodyOf, DAYS, REASON } from './actions.ts';
import { askFirst, YES } from './agreement.ts';
import { command } from './command.ts';
import { EXIT, misuse } from './failure.ts';
import { showProgress } from './progress.ts';
import { fits } from './values.ts';

/** `latchkey batch block BATCH`: an order for each license of a batch. */
export const batch = command({
  name: 'batch',
  summary: `Do something to every license of a batch: ${Object.keys(ACTIONS).join(', ')}`,
  operands: ['ACTION', 'BATCH'],
  options: {
    reason: REASON,
    days: DAYS,
    run: { type: 'string', value: 'RUN', help: 'go on with this run after an interruption' },
    cursor: { type: 'string', value: 'CURSOR', help: 'from where, which spares looking at the first ones again' },
    yes: YES,
  },
  details: `Each license is dealt with in a transaction of its own, in a run that has a name. After an interruption the command with
--run RUN goes on: within a day no license is extended twice. Those that are revoked stay as they are.`,
  run: async ({ operands: [action = '', name = ''], options, terminal, api }) => {
    if (!Object.hasOwn(ACTIONS, action)) throw misuse(`The actions are ${Object.keys(ACTIONS).join(', ')}.`);
    if (!fits(batchId, name)) throw misuse(`${name} is no name of a batch.`);
    const order = bodyOf(action, options.reason, options.days);
    if (!(options.yes || options.run)) {
      const pending = await askFirst(terminal, `${action} every license of the batch ${name}`);
      if (pending !== null) return pending;
    }
    const run = options.run ?? randomBytes(12).toString('hex');
    const service = await api();
    if (options.run === undefined) terminal.tell(`Run ${run}; after an interruption go on with --run ${run}.`);
    const total = { matched: 0, changed: 0 };
    for (let cursor: string | null | undefined = options.cursor; cursor !== null; ) {
      const body: Readonly<Record<string, unknown>> = { ...order, ...(cursor !== undefined && { cursor }) };
      const answer: { body: BatchAnswer } = await service
        .call<BatchAnswer>('POST', `/v1/batches/${name}/${action}`, { body, key: run })
        .catch((fault: unknown) => {
          if (cursor !== undefined) terminal.tell(`Go on with --run ${run} --cursor ${cursor}.`);
          throw fault;
        });
      total.matched += answer.body.matched;
      total.changed += answer.body.changed;
      cursor = answer.body.next;
      if (cursor !== null) showProgress(terminal, total.matched, null);
    }
    terminal.out(
      terminal.json ? JSON.stringify({ ...total, run }) : `${total.matched} licenses, ${total.changed} changed.`,
    );
    return EXIT.done;
  },
});
