import type { OwnedSeatsAnswer } from '../../http/schemas/device-answer.ts';

/** A license that its owner looks at; the code is kept in memory alone, as long as the page is open. */
export interface OpenedLicense {
  readonly code: string;
  readonly answer: OwnedSeatsAnswer;
}
