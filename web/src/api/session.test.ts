import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { get } from './http';
import { tellKnown, untilOurs, whose } from './known';
import { keepOurs, welcome } from './session';
import type { Me } from './types';

const lea = { id: 'staff_lea', name: 'Léa' } as Me;
const karim = { id: 'staff_karim', name: 'Karim' } as Me;

/** Whose cookie the browser carries; with none the server refuses. */
let session: Me | null;
let isDown: boolean;
let asked: string[];
let left: number;
let client: QueryClient;
let off: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { documentElement: { lang: 'fr' } });
  vi.stubGlobal('fetch', async (address: string) => {
    const then = session;
    asked.push(address);
    await new Promise((answer) => setTimeout(answer, 100));
    if (isDown) {
      throw new TypeError('no connection');
    }
    return new Response(JSON.stringify(then ? (address.endsWith('/me') ? then : { items: [then.name] }) : {}), { status: then ? 200 : 401, headers: { 'content-type': 'application/json' } });
  });
  session = lea;
  isDown = false;
  asked = [];
  left = 0;
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  welcome(client, lea);
  off = keepOurs(client, () => (left += 1));
});
afterEach(() => {
  off();
  client.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it('the same person goes on, and what was refused meanwhile is asked again', async () => {
  const list = new QueryObserver(client, { queryKey: ['list'], queryFn: () => get<{ items: string[] }>('/list') });
  const stop = list.subscribe(() => undefined);
  session = null;
  await pass(500);
  expect(list.getCurrentResult().status).toBe('error');
  expect(whose.get()).toBe('nobodys');
  session = lea;
  tellKnown(true);
  await pass(500);
  expect(whose.get()).toBe('ours');
  expect(list.getCurrentResult().data).toEqual({ items: ['Léa'] });
  expect(left).toBe(0);
  stop();
});

it('for somebody else nothing of the screen is kept, and none of its work goes on', async () => {
  client.setQueryData(['case', 'case_1'], { subject: 'of a team Karim does not see' });
  let isOurs = false;
  session = karim;
  tellKnown(true);
  void untilOurs().then(() => (isOurs = true));
  await pass(500);
  expect(left).toBe(1);
  expect(client.getQueryData(['case', 'case_1'])).toBeUndefined();
  await pass(60_000);
  expect([isOurs, whose.get()]).toEqual([false, 'foreign']);
});

it('who it is is asked until it is known', async () => {
  isDown = true;
  tellKnown(true);
  await pass(5000);
  expect(whose.get()).toBe('unknown');
  isDown = false;
  await pass(5000);
  expect(whose.get()).toBe('ours');
});

it('a refusal of what was asked before the sign-in ends no session', async () => {
  session = null;
  const late = get('/list').catch(() => 'refused');
  await pass(50);
  session = lea;
  tellKnown(true);
  await pass(500);
  expect(await late).toBe('refused');
  expect(whose.get()).toBe('ours');
});

it('the last sign-in counts, whichever answer comes last', async () => {
  session = karim;
  tellKnown(true);
  session = lea;
  tellKnown(true);
  await pass(500);
  expect([whose.get(), left]).toEqual(['ours', 0]);
});
