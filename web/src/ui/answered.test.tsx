// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, expect, it, vi } from 'vitest';

import { useAnswered } from './answered';

const opened: string[] = [];
let box: ReturnType<typeof useAnswered>;
const root = createRoot(document.createElement('div'));
function Box({ first, isAnswered }: { first: string; isAnswered: boolean }) {
  box = useAnswered(isAnswered, () => opened.push(first));
  return null;
}
const draw = (first: string, isAnswered: boolean) => act(() => root.render(<Box first={first} isAnswered={isAnswered} />));

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  opened.length = 0;
});

it('opens what answers what is typed, not what answered before', async () => {
  await draw('old', false);
  box.enter();
  expect(opened).toEqual([]);
  await draw('new', true);
  expect(opened).toEqual(['new']);
  box.enter();
  expect(opened).toEqual(['new', 'new']);
});

it('typing on takes the Enter back', async () => {
  await draw('old', false);
  box.enter();
  box.typed();
  await draw('new', true);
  expect(opened).toEqual([]);
});
