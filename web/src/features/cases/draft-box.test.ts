import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { tellKnown, whose } from '@/api/known';

import { createDraftBox } from './draft-box';

const mirror = vi.hoisted(() => new Map<string, string>());
vi.mock('@/shell/kept', () => ({
  keep: (key: string, text: string) => Promise.resolve(mirror.set(key, text)),
  kept: (key: string) => Promise.resolve(mirror.get(key)),
  release: (key: string) => Promise.resolve(mirror.delete(key)),
}));

/** What the server holds, the statuses it answers with before it is well again, what it did, and how often it was asked. */
let held: string | null;
let ill: number[];
let told: string[];
let asked: number;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { documentElement: { lang: 'fr' } });
  mirror.clear();
  whose.set('ours');
  held = null;
  ill = [];
  told = [];
  asked = 0;
  vi.stubGlobal('fetch', async (_: string, { method, body }: { method: string; body: string | null }) => {
    asked += 1;
    await new Promise((answer) => setTimeout(answer, 100));
    const status = ill.shift();
    if (status !== undefined) {
      return new Response('{}', { status, headers: { 'content-type': 'application/json' } });
    }
    if (method === 'PUT') {
      held = (JSON.parse(body ?? '{}') as { body: string }).body;
    } else if (method === 'DELETE') {
      held = null;
    }
    told.push(`${method} ${held ?? ''}`.trim());
    return held === null ? new Response(null, { status: method === 'GET' ? 404 : 204 }) : new Response(JSON.stringify({ body: held, updated_at: '2026-11-22T04:00:00Z' }), { headers: { 'content-type': 'application/json' } });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const boxOf = async () => {
  const box = createDraftBox('key', '/cases/case_1/drafts/reply');
  void box.open();
  await vi.advanceTimersByTimeAsync(200);
  return box;
};

it('a draft that cannot be read is not taken for none: it waits to be read', async () => {
  held = 'the stored draft';
  ill = [500];
  const box = await boxOf();
  expect(box.store.get()).toMatchObject({ ready: false, text: '' });
  expect(box.store.get().unread).not.toBeNull();
  void box.open();
  await vi.advanceTimersByTimeAsync(200);
  expect(box.store.get()).toMatchObject({ ready: true, unread: null, text: 'the stored draft' });
});

it('none is none', async () => {
  expect((await boxOf()).store.get()).toMatchObject({ ready: true, unread: null, text: '' });
});

it('what was tried in vain is never written over what was typed since', async () => {
  const box = await boxOf();
  ill = [503];
  box.set('v1');
  await vi.advanceTimersByTimeAsync(2200);
  expect(box.store.get().failed).toMatchObject({ status: 503 });
  // The editor is left and opened again: what waits here is newer than what the server has.
  void box.open();
  expect(box.store.get()).toMatchObject({ ready: true, text: 'v1' });
  box.set('v2');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(held).toBe('v2');
  expect(told.filter((it) => it.startsWith('PUT'))).toEqual(['PUT v2']);
});

it('the draft of what was sent does not come back', async () => {
  const box = await boxOf();
  ill = [503];
  box.set('a reply');
  await vi.advanceTimersByTimeAsync(2050);
  // Its saving is on the way while the reply is sent; then it is refused, and so is its removal at first.
  box.clear();
  ill.push(503);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(held).toBeNull();
  expect(box.store.get()).toMatchObject({ text: '', failed: null });
  expect(mirror.size).toBe(0);
});

it('a save that is slow is followed by the removal, not the other way round', async () => {
  const box = await boxOf();
  box.set('a reply');
  await vi.advanceTimersByTimeAsync(2050);
  box.clear();
  await vi.advanceTimersByTimeAsync(5000);
  expect(told.slice(1)).toEqual(['PUT a reply', 'DELETE']);
});

it('what the browser kept is newer than what the server has', async () => {
  held = 'old';
  mirror.set('key', 'typed on the train');
  const box = await boxOf();
  expect(box.store.get().text).toBe('typed on the train');
  await vi.advanceTimersByTimeAsync(3000);
  expect(held).toBe('typed on the train');
  expect(mirror.size).toBe(0);
});

it.each([
  ['what was begun since stays, below what came back', 'B', true, 'A\n\nB'],
  ['alone it is itself again', '', true, 'A'],
  ['blanks are nothing that was begun', ' \n', true, 'A'],
  ['twice is once', 'A', true, 'A'],
  ['a draft of an editor that was never opened here is on the server', 'B', false, 'A\n\nB'],
])('taken back: %s', async (_, since, isHere, whole) => {
  held = isHere ? null : since;
  const box = isHere ? await boxOf() : createDraftBox('key', '/cases/case_1/drafts/reply');
  if (isHere) {
    box.set('A');
    box.clear();
    box.set(since);
  }
  void box.restore('A');
  await vi.advanceTimersByTimeAsync(5000);
  expect(box.store.get().text).toBe(whole);
  expect(held).toBe(whole);
});

it.each([403, 404, 413])('what is refused with %i is not sent again until more is typed', async (status) => {
  const box = await boxOf();
  ill = [status];
  box.set('v1');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(2);
  expect(box.store.get().failed).toMatchObject({ status });
  expect(mirror.get('key')).toBe('v1');
  box.set('v2');
  await vi.advanceTimersByTimeAsync(3000);
  expect(held).toBe('v2');
  expect(box.store.get().failed).toBeNull();
});

it('without a session it waits, asks once, and is saved when the same person is back', async () => {
  const box = await boxOf();
  ill = [401];
  box.set('v1');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(2);
  expect(whose.get()).toBe('nobodys');
  tellKnown(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(2);
  whose.set('ours');
  await vi.advanceTimersByTimeAsync(3000);
  expect(held).toBe('v1');
});

it('nothing is saved in the name of somebody else', async () => {
  const box = await boxOf();
  box.set('of Léa');
  tellKnown(true);
  whose.set('foreign');
  await vi.advanceTimersByTimeAsync(60_000);
  void box.save();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(held).toBeNull();
  expect(asked).toBe(1);
  expect(mirror.get('key')).toBe('of Léa');
});
