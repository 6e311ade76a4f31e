import { readLocalConfiguration } from './configuration.ts';
import { type DemoCall, loadDemo } from './demo-run.ts';

/** `npm run demo`: fills the local service, which must be running (PORT, LATCHKEY_ADMIN_KEY), with licenses. */
const { port, adminKey } = readLocalConfiguration(process.env);
const url = `http://127.0.0.1:${port}`;

const call: DemoCall = async (method, path, body, headers = {}) => {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};

try {
  const loaded = await loadDemo(call, (line) => console.log(line));
  console.log(loaded === null ? 'The demonstration is loaded already.' : `${loaded} licenses are loaded.`);
  console.log(`Console: ${url}/console  (sign in with ${adminKey === 'local-admin-key' ? adminKey : 'your key'})`);
  console.log(`Portal:  ${url}/portal`);
} catch (fault) {
  const refused = fault instanceof TypeError;
  console.error(refused ? `No service answers at ${url}: run npm start first.` : fault);
  process.exit(1);
}
