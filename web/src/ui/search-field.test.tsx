// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { useSearchField } from './search-field';

const MS = 120;
let address: string;
let asked: string[];
let field: ReturnType<typeof useSearchField>;
const root = createRoot(document.createElement('div'));
function Page() {
  field = useSearchField(
    address,
    (q) => {
      asked.push(q);
      address = q;
    },
    MS,
  );
  return null;
}
const draw = () => act(() => root.render(<Page />));
const go = (to: string) => {
  address = to;
  return draw();
};
const type = async (text: string) => {
  await act(() => field.set(text));
};
const rest = async () => {
  await act(() => vi.advanceTimersByTime(MS + 10));
  await draw();
};

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
  asked = [];
  await act(() => root.render(null));
  await go('martin');
});
afterEach(() => vi.useRealTimers());

it('the address one goes to stands in the field, and is not written over', async () => {
  await go('dupont');
  await rest();
  expect([field.text, asked]).toEqual(['dupont', []]);
  await go('');
  await rest();
  expect([field.text, asked]).toEqual(['', []]);
});

it('what is typed is asked once the hand rests, and typed on meanwhile it is not taken back', async () => {
  await type('dup');
  await type('dupont ');
  await rest();
  expect(asked).toEqual(['dupont']);
  await type('dupont l');
  await draw();
  expect(field.text).toBe('dupont l');
  await rest();
  expect(asked).toEqual(['dupont', 'dupont l']);
});

it('Enter does not wait for the hand to rest', async () => {
  await type('dupont');
  await act(() => field.now());
  await rest();
  expect(asked).toEqual(['dupont']);
});
