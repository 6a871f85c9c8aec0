import { expect, it } from 'vitest';

import { createLiveList } from './live-list';

interface Row {
  id: string;
  word: string;
}

function listOf(server: { rows: Row[] }, size = 3) {
  return createLiveList<Row>(
    (after) => {
      const from = after === null ? 0 : server.rows.findIndex((it) => it.id === after) + 1;
      const items = server.rows.slice(from, from + size);
      const last = items.at(-1);
      return Promise.resolve({ items, next: last && from + size < server.rows.length ? last.id : null });
    },
    (it) => it.id,
  );
}
const rows = (text: string) => [...text].map((id) => ({ id, word: id }));

it('never moves a row until it is asked to', async () => {
  const server = { rows: rows('abc') };
  const list = listOf(server, 10);
  await list.load();
  server.rows = [{ id: 'x', word: 'x' }, { id: 'a', word: 'changed' }, { id: 'c', word: 'c' }];
  await list.refresh();
  const now = list.store.get();
  expect(now.ids).toEqual(['a', 'b', 'c']);
  expect(now.rows.get('a')?.word).toBe('changed');
  expect(now.waiting).toEqual(['x']);
  expect([...now.left]).toEqual(['b']);
  list.show();
  expect(list.store.get().ids).toEqual(['x', 'a', 'c']);
  expect(list.store.get().left.size).toBe(0);
});

it('does not call a row gone that lies below what was read again', async () => {
  const server = { rows: rows('abcdefghijklmnop') };
  const list = listOf(server, 3);
  await list.load();
  for (let page = 0; page < 4; page += 1) {
    await list.more();
  }
  expect(list.store.get().ids).toHaveLength(15);
  await list.refresh();
  expect(list.store.get().left.size).toBe(0);
  list.show();
  expect(list.store.get().ids).toEqual([...'abcdefghijklmno']);
});

it('joins the next page without showing a row twice', async () => {
  const server = { rows: rows('abcdef') };
  const list = listOf(server, 3);
  await list.load();
  server.rows = rows('zabcdef');
  await list.more();
  expect(list.store.get().ids).toEqual([...'abcdef']);
});

it('changes one row at once, and no row that is not there', async () => {
  const list = listOf({ rows: rows('abc') }, 10);
  await list.load();
  list.patch('b', { word: 'mine' });
  list.patch('z', { word: 'mine' });
  expect([...list.store.get().rows.values()].map((it) => it.word)).toEqual(['a', 'mine', 'c']);
});
