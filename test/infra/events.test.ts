import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FUNCTION_NAMES } from '../../infra/functions.ts';
import { ROUTES } from '../../infra/routes.ts';
import { INVOCATIONS } from '../../infra/sam/invocations.ts';

const EVENTS = join(import.meta.dirname, '../events');

describe('events for SAM', () => {
  test('there is one for every function, and none for others', () => {
    const named = readdirSync(EVENTS).map((file) => file.replace(/\.json$/, ''));
    expect(named.toSorted()).toEqual(FUNCTION_NAMES.toSorted());
  });

  test('npm run sam calls every function', () => {
    expect([...new Set(INVOCATIONS.map((invocation) => invocation.function))].toSorted()).toEqual(
      FUNCTION_NAMES.toSorted(),
    );
  });

  test.each([...new Set(ROUTES.map((route) => route.function))])('that of %s calls a route of its own', (folder) => {
    const event = JSON.parse(readFileSync(join(EVENTS, `${folder}.json`), 'utf8')) as { routeKey: string };
    const own = ROUTES.filter((route) => route.function === folder).map(({ method, path }) => `${method} ${path}`);
    expect(own).toContain(event.routeKey);
  });
});
