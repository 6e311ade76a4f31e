import { ENVIRONMENT_NAMES } from '../../functions/runtime/environment-names.ts';
import { readLocalConfiguration } from './configuration.ts';
import { startLocalService } from './start.ts';

/** `npm start`: everything on this machine (api.md section 3). */
try {
  const service = await startLocalService(readLocalConfiguration(process.env), process.env);
  const stop = async () => {
    await service.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
} catch (fault) {
  // What goes wrong here is the machine's or the environment's: its message says what to do, its stack would not.
  console.error(fault instanceof Error ? fault.message : fault);
  console.error(
    `(environment: PORT, LATCHKEY_DATA, LATCHKEY_ADMIN_KEY, LATCHKEY_SWEEP_SECONDS, ${ENVIRONMENT_NAMES.dynamodbEndpoint})`,
  );
  process.exit(1);
}
