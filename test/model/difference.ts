/** Where an answer is not what the model says, in words. Fields that the model does not name are not its business. */
function differences(expected: unknown, actual: unknown, path = ''): string[] {
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((one, at) => differences(one, actual[at], `${path}[${at}]`));
  }
  if (isRecord(expected) && isRecord(actual)) {
    return Object.entries(expected).flatMap(([name, one]) => differences(one, actual[name], `${path}.${name}`));
  }
  if (Object.is(expected, actual)) return [];
  return [`${path}: the model says ${write(expected)}, the service ${write(actual)}`];
}

/** @throws when there is any difference */
export function demandEqual(what: string, expected: unknown, actual: unknown): void {
  const found = differences(expected, actual);
  if (found.length > 0) throw new Error(`${what}\n  ${found.join('\n  ')}`);
}

/** @throws when something that must always hold does not */
export function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function write(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
