import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';

import { meQuery } from '@/api/session';
import type { Me } from '@/api/types';

import { truthOf } from './truth';

const me = (theme: Me['preferences']['theme']) => ({ preferences: { theme } }) as Me;
const answering = (answer: () => Promise<Response>) => {
  vi.stubGlobal('document', { documentElement: { lang: 'fr' } });
  vi.stubGlobal('fetch', answer);
};
afterEach(() => vi.unstubAllGlobals());

it('a preference that was refused is what the server holds again', async () => {
  const client = new QueryClient();
  client.setQueryData(meQuery.queryKey, me('dark'));
  answering(() => Promise.resolve(new Response(JSON.stringify(me('light')), { headers: { 'content-type': 'application/json' } })));
  expect((await truthOf(client, me('system'))).preferences.theme).toBe('light');
  expect(client.getQueryData(meQuery.queryKey)?.preferences.theme).toBe('light');
});

it('and what it was before, when nobody answers', async () => {
  const client = new QueryClient();
  client.setQueryData(meQuery.queryKey, me('dark'));
  answering(() => Promise.reject(new TypeError('offline')));
  expect((await truthOf(client, me('system'))).preferences.theme).toBe('system');
  expect(client.getQueryData(meQuery.queryKey)?.preferences.theme).toBe('system');
});
