import { codesRequest, importRequest } from '../schemas/issue.ts';

export const issueCodes = { body: codesRequest, access: 'issueCodes' } as const;
export const importCodes = { body: importRequest, access: 'issueCodes' } as const;
