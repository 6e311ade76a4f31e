import { openApi } from './api.ts';
import { command } from './command.ts';
import { EXIT, Failure, misuse } from './failure.ts';
import { keepProfile, trimUrl } from './profile.ts';

/** `latchkey login`: keeps address and key, once the service has taken the key. */
export const login = command({
  name: 'login',
  summary: 'Keep the address of the service and an API key in a profile',
  operands: [],
  options: {
    url: { type: 'string', value: 'URL', help: 'the service, as the stack puts it out', required: true },
  },
  details: `--profile NAME keeps another one than "default". The key is asked for, or read from standard input; never an option, since others can see those. It is kept in
~/.config/latchkey/profiles.json, which only you can read. LATCHKEY_URL and LATCHKEY_KEY go before any profile
but one that --profile names.`,
  run: async ({ options, terminal, variables, profile }) => {
    const url = trimUrl(options.url);
    const key = await terminal.secret('API key: ');
    if (!/^\S{1,256}$/.test(key)) throw misuse('An API key is one word.');
    try {
      await openApi(url, key).call('GET', '/v1/products?limit=1');
    } catch (fault) {
      // A key without the scope to read the catalog is a key all the same.
      if (!(fault instanceof Failure) || !isForbidden(fault.problem)) throw fault;
    }
    const path = await keepProfile(variables, profile, { url, key });
    terminal.out(terminal.json ? JSON.stringify({ url, profile }) : `Kept in ${path}.`);
    return EXIT.done;
  },
});

function isForbidden(problem: unknown): boolean {
  return typeof problem === 'object' && problem !== null && 'code' in problem && problem.code === 'forbidden';
}
