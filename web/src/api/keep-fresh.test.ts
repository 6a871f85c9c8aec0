import { QueryClient } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';

type Listener = (event: { id: string; name: string; data: Record<string, unknown> }) => void;
const live = vi.hoisted(() => ({ listener: null as Listener | null }));
vi.mock('./live', () => ({
  onLive: (listener: Listener) => {
    live.listener = listener;
    return () => (live.listener = null);
  },
}));

const { keepFresh } = await import('./keep-fresh');

it('what was fetched ahead of a case is old once something happens to it, though it is not on screen', () => {
  const client = new QueryClient();
  const keys = [['case', 'a'], ['thread', 'a'], ['case', 'b'], ['person-timeline', 'p']];
  const read = () => keys.forEach((key) => client.setQueryData(key, {}));
  const old = () => keys.filter((key) => client.getQueryState(key)?.isInvalidated).map((key) => key.join(' '));
  const say = (name: string, data: Record<string, unknown>) => live.listener?.({ id: '1', name, data });
  const off = keepFresh(client);
  read();
  say('case_presence_changed', { case_id: 'a' });
  expect(old()).toEqual(['case a']);
  read();
  say('interaction_recorded', { case_id: 'a', person_id: 'p' });
  expect(old()).toEqual(['case a', 'thread a', 'person-timeline p']);
  read();
  say('reset', {});
  expect(old()).toHaveLength(4);
  off();
  expect(live.listener).toBeNull();
});
