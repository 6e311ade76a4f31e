import type { TestService } from './test-service.ts';

/** An entry of the audit as operators see it, as far as tests look. */
export interface Entry {
  readonly type: string;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** The audit of a license, as the service tells it. */
export async function readAudit(
  service: TestService,
  id: string,
): Promise<{ readonly items: readonly Entry[]; readonly verified: boolean }> {
  const { json } = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } });
  return { items: json.items as readonly Entry[], verified: json.verified === true };
}
