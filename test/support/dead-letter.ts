import { openDatabase, type TableLocation } from '../../functions/store/client.ts';
import { giveUp } from '../../functions/store/dead-letters.ts';

/** A delivery that was given up, as far as a test says. */
interface Given {
  readonly webhook: string;
  readonly sequence: number;
  readonly license?: string;
  readonly type?: string;
  readonly failure?: string;
}

/** Puts dead letters into a table, as three days of a receiver that fails would. */
export async function giveUpDeliveries(location: TableLocation, letters: readonly Given[]): Promise<void> {
  const database = openDatabase(location);
  for (const given of letters) {
    const { webhook, sequence, license = 'lic_AAAAAAAAAAAAAAAA', type = 'license.expired' } = given;
    const body = JSON.stringify({ type });
    const delivery = { webhook, license, sequence, eventId: `evt_${sequence}`, body, queuedAt: 0, replayed: false };
    await giveUp(database, delivery, { now: Date.now(), failure: given.failure ?? 'status 500' });
  }
}
