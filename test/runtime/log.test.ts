import { describe, expect, it } from 'vitest';
import { createLog, describeFault } from '../../functions/runtime/log.ts';

function collect(level: 'debug' | 'info' | 'error', fields?: { requestId: string }) {
  const lines: string[] = [];
  const write = (line: string) => {
    lines.push(line);
  };
  return { lines, log: createLog({ level, now: () => 0, write, ...(fields === undefined ? {} : { fields }) }) };
}

describe('the log', () => {
  it('writes one JSON object a line, with the level of the event', () => {
    const { lines, log } = collect('info', { requestId: 'r1' });
    log('request.completed', { licenseId: 'lic_x', status: 200, refusal: undefined });
    expect(lines).toEqual([
      '{"at":"1970-01-01T00:00:00.000Z","level":"info","event":"request.completed","requestId":"r1","licenseId":"lic_x","status":200}',
    ]);
  });

  it('leaves out what is below its level', () => {
    const { lines, log } = collect('error');
    log('request.completed');
    log('request.unavailable');
    expect(lines).toEqual([]);
    log('request.failed');
    expect(lines).toHaveLength(1);
  });

  it('describes a fault without its message, which may repeat what a customer sent (R1.5)', () => {
    const fault = new TypeError('bad code 0123456789ABCDEFGHJK\nof a@b.example');
    const described = describeFault(fault);
    expect(described.faultName).toBe('TypeError');
    expect(described.faultAt).toContain('log.test.ts');
    expect(JSON.stringify(described)).not.toMatch(/0123456789|a@b/);
    expect(describeFault('a code')).toEqual({ faultName: 'string' });
  });
});
