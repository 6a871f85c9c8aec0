// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { get } from '@/api/http';
import { meQuery } from '@/api/session';
import { queryClient } from '@/queries';

import { readCase, readInbox } from './calls';

const script = readFileSync(join(process.cwd(), 'public/theme.js'), 'utf8');
const asked: string[] = [];

/** Opens the page at `place`, as the browser does: the script runs before anything of ours. */
function open(place: string, status = 200) {
  asked.length = 0;
  queryClient.clear();
  history.replaceState(null, '', place);
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  vi.stubGlobal('fetch', (where: string) => {
    asked.push(where);
    return Promise.resolve(new Response('{"items":[],"next":null}', { status, headers: { 'content-type': 'application/json' } }));
  });
  new Function(script)();
}

beforeEach(() => vi.spyOn(performance, 'now').mockReturnValue(500));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  globalThis.ententeEarly = undefined;
});

it('the inbox asks for nothing that was not asked early', async () => {
  open('/inbox/all?case=case_1');
  expect(asked).toHaveLength(3);
  await Promise.all([queryClient.fetchQuery(meQuery), readInbox(queryClient, 'all', {})]);
  expect(asked).toHaveLength(3);
  expect(globalThis.ententeEarly).toEqual({});
});

it('the page of a case asks for nothing that was not asked early', async () => {
  open('/cases/case_1?from=all');
  expect(asked).toHaveLength(3);
  await Promise.all([queryClient.fetchQuery(meQuery), readCase(queryClient, 'case_1')]);
  expect(asked).toHaveLength(3);
  expect(globalThis.ententeEarly).toEqual({});
});

it('a filtered list, the sign-in and a new case are not guessed', () => {
  open('/inbox/all?case=case_1&q=fuite');
  expect(asked).toEqual(['/api/v1/me', '/api/v1/inbox-views']);
  open('/sign-in?next=%2Finbox%2Fall');
  expect(asked).toEqual([]);
  open('/cases/new');
  expect(asked).toEqual(['/api/v1/me']);
});

it('an early answer serves once', async () => {
  open('/settings/staff');
  await get('/me');
  await get('/me');
  expect(asked).toEqual(['/api/v1/me', '/api/v1/me']);
});

it('an early answer serves only while it is new', async () => {
  open('/settings/staff');
  vi.mocked(performance.now).mockReturnValue(11_000);
  await get('/me');
  expect(asked).toEqual(['/api/v1/me', '/api/v1/me']);
});

it('refused early, somebody signs in and everything is asked anew', async () => {
  open('/inbox/all', 401);
  await expect(get('/me')).rejects.toThrow();
  expect(asked).toHaveLength(3);
  await get('/inbox-views').catch(() => null);
  expect(asked).toHaveLength(4);
});
