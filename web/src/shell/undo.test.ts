import { beforeEach, expect, it, vi } from 'vitest';

import { ApiError } from '@/api/http';

import { done, isGone, record, undo, undoable } from './undo';

const AT = 1_000_000;
const told: string[] = [];
const tells = (label: string) => async () => void told.push(label);
const at = (ms: number) => vi.setSystemTime(AT + ms);

beforeEach(() => {
  vi.useFakeTimers();
  at(0);
  done.set([]);
  told.length = 0;
});

it('a key pressed as a reply leaves does not undo what was done before it', async () => {
  record({ label: 'closed', undo: tells('closed') });
  record({ label: 'sent', undo: tells('sent'), until: AT + 10_000 });
  const shown = undoable()?.id;
  at(10_000);
  await expect(undo(shown)).resolves.toBe('gone');
  expect(undoable()).toMatchObject({ label: 'sent' });
  expect(isGone(undoable() ?? { id: 0, label: '' })).toBe(true);
  expect(told).toEqual([]);
  at(11_500);
  expect(undoable()?.label).toBe('closed');
  await expect(undo(undoable()?.id)).resolves.toBe('undone');
  expect(told).toEqual(['closed']);
});

it('undoes the act that is named, though another was done since it was drawn', async () => {
  const first = record({ label: 'first', undo: tells('first') });
  record({ label: 'second', undo: tells('second') });
  await undo(first);
  expect(told).toEqual(['first']);
  await expect(undo(first)).resolves.toBe('nothing');
});

it('what could not reach the server can be undone again; what it refused cannot', async () => {
  const answers = [new ApiError({ title: 'offline', status: 0, code: 'offline' }), new ApiError({ title: 'Stale', status: 412, code: 'stale' })];
  record({ label: 'closed', undo: () => Promise.reject(answers.shift()) });
  await expect(undo(undoable()?.id)).rejects.toThrow('offline');
  await expect(undo(undoable()?.id)).rejects.toThrow('Stale');
  expect(undoable()).toBeUndefined();
});

it('while one is being undone, the next key takes the one before it', async () => {
  record({ label: 'first', undo: tells('first') });
  record({ label: 'second', undo: tells('second') });
  await Promise.all([undo(undoable()?.id), undo(undoable()?.id)]);
  expect(told).toEqual(['second', 'first']);
});
