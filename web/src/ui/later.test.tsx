// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { type Later, useLater } from './later';

let rested: Later;
const root = createRoot(document.createElement('div'));
function Place({ view }: { view: string }) {
  rested = useLater([view]);
  return null;
}
const go = (view: string) => act(() => root.render(<Place view={view} />));

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

it('follows the hand once it rests', async () => {
  await go('mine');
  const done: string[] = [];
  rested.later(() => done.push('a'), 400);
  rested.later(() => done.push('b'), 400);
  await go('mine');
  vi.advanceTimersByTime(500);
  expect(done).toEqual(['b']);
});

it('does not take one back to the place one has left', async () => {
  await go('mine');
  const done: string[] = [];
  rested.later(() => done.push('mine'), 400);
  await go('late');
  vi.advanceTimersByTime(500);
  expect(done).toEqual([]);
});
