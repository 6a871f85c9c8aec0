// @vitest-environment jsdom
import { act, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, expect, it, vi } from 'vitest';

import { RowGrid } from './grid';

const IDS = Array.from({ length: 200 }, (_, at) => `case_${at}`);
const place = document.createElement('div');
const root = createRoot(place);

function Rows() {
  const [current, setCurrent] = useState<string | null>(IDS[0] ?? null);
  return (
    <RowGrid ids={IDS} label="Rows" count={IDS.length} current={current} onCurrent={setCurrent} onOpen={() => undefined} rowHeight={40}>
      {(id) => id}
    </RowGrid>
  );
}

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  // A window of ten rows.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  document.body.append(place);
  await act(() => root.render(<Rows key={Math.random()} />));
  place.querySelector<HTMLElement>('[data-current=true]')?.focus();
});

const press = (key: string) => act(() => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
const focused = () => (document.activeElement as HTMLElement).dataset['id'];
const marked = () => place.querySelector<HTMLElement>('[data-current=true]')?.dataset['id'];

it('the row in hand and the row with the focus are one as soon as the key is down, with no frame in between', async () => {
  expect([focused(), marked()]).toEqual(['case_0', 'case_0']);
  for (const [key, id] of [['ArrowDown', 'case_1'], ['j', 'case_2'], ['End', 'case_199'], ['k', 'case_198'], ['Home', 'case_0'], ['ArrowUp', 'case_0']] as const) {
    await press(key);
    expect([focused(), marked()]).toEqual([id, id]);
  }
});

it('the focus stays where one has gone when the rows are drawn again', async () => {
  await press('ArrowDown');
  const other = document.createElement('button');
  document.body.append(other);
  other.focus();
  await act(() => root.render(<Rows />));
  expect(document.activeElement).toBe(other);
});

it.each([
  [20_000, '20000'],
  [3, '200'],
  [null, '-1'],
])('of %s in all a reader hears of %s rows', async (count, said) => {
  await act(() =>
    root.render(
      <RowGrid ids={IDS} label="Rows" count={count} current={null} onCurrent={() => undefined} onOpen={() => undefined} rowHeight={40}>
        {(id) => id}
      </RowGrid>,
    ),
  );
  expect(place.querySelector('[role=grid]')?.getAttribute('aria-rowcount')).toBe(said);
});
