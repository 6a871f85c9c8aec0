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

it('what is asked for while something else is read is read after it', async () => {
  const server = { rows: rows('abcdef') };
  const list = listOf(server, 3);
  await list.load();
  const more = list.more();
  server.rows = [...rows('z'), { id: 'a', word: 'changed' }, ...rows('bcdef')];
  await Promise.all([more, list.refresh()]);
  expect(list.store.get().ids).toEqual([...'abcdef']);
  expect(list.store.get().rows.get('a')?.word).toBe('changed');
  expect(list.store.get().waiting).toEqual(['z']);
});

it('the end of the list is read on although it is being read again', async () => {
  const list = listOf({ rows: rows('abcdef') }, 3);
  await list.load();
  await Promise.all([list.refresh(), list.more(), list.more()]);
  expect(list.store.get().ids).toEqual([...'abcdef']);
  expect(list.store.get().next).toBeNull();
});

it('what happens while it is read again is not lost, and what is asked for many times is read once more', async () => {
  const server = { rows: rows('abc') };
  let reads = 0;
  let meanwhile = () => undefined as void;
  const list = createLiveList<Row>(
    async () => {
      reads += 1;
      const items = server.rows;
      await Promise.resolve();
      meanwhile();
      return { items, next: null };
    },
    (it) => it.id,
  );
  await list.load();
  const asked: Promise<void>[] = [];
  meanwhile = () => {
    meanwhile = () => undefined;
    server.rows = rows('abcx');
    asked.push(list.refresh(), list.refresh());
  };
  await list.refresh();
  await Promise.all(asked);
  expect(list.store.get().waiting).toEqual(['x']);
  expect(reads).toBe(3);
});
