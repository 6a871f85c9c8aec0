// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { LiveEvent } from '@/api/live';
import { createLiveList, type LiveList } from '@/api/live-list';
import type { CaseRow } from '@/api/types';

import { useLiveInbox } from './live';

const hear = vi.hoisted(() => ({ now: (_: LiveEvent) => undefined as void }));
vi.mock('@/api/live', () => ({
  onLive: (listener: (event: LiveEvent) => void) => {
    hear.now = listener;
    return () => undefined;
  },
}));

let asked: string[];
let list: LiveList<CaseRow>;
const root = createRoot(document.createElement('div'));
function Inbox() {
  useLiveInbox(list);
  return null;
}
const tell = async (name: string, id: string) => {
  hear.now({ id: '1', name, data: { case_id: id } });
  await act(() => vi.advanceTimersByTimeAsync(3000));
};

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address.replace('/api/v1', ''));
    return new Response(JSON.stringify({ id: 'case_1', present: [{ staff_id: 'staff_1', name: 'Léa', doing: 'replying' }], items: [] }), { headers: { 'content-type': 'application/json' } });
  });
  list = createLiveList<CaseRow>(
    () => {
      asked.push('the list');
      return Promise.resolve({ items: [{ id: 'case_1', present: [] } as unknown as CaseRow], next: null });
    },
    (it) => it.id,
  );
  asked = [];
  await list.load();
  const client = new QueryClient();
  await act(() => root.render(<QueryClientProvider client={client}>{<Inbox />}</QueryClientProvider>));
  await act(() => vi.advanceTimersByTimeAsync(3000));
  asked = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a colleague who comes to a case is read of that case alone', async () => {
  await tell('case_presence_changed', 'case_1');
  expect(asked).toEqual(['/cases/case_1']);
  expect(list.store.get().rows.get('case_1')?.present).toHaveLength(1);
});

it('who comes to a case that is not in the list is not asked for', async () => {
  await tell('case_presence_changed', 'case_2');
  expect(asked).toEqual([]);
});

it('what happens to a case is read of the list', async () => {
  await tell('case_closed', 'case_2');
  expect(asked).toContain('the list');
});
