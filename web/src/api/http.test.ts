import { beforeEach, expect, it, vi } from 'vitest';

import { ApiError, patch, post } from './http';

const keys: (string | undefined)[] = [];
let answers: (number | null)[] = [];

beforeEach(() => {
  keys.length = 0;
  vi.stubGlobal('document', { documentElement: { lang: 'fr' } });
  vi.stubGlobal('fetch', (_: string, { headers }: { headers: Record<string, string> }) => {
    keys.push(headers['idempotency-key']);
    const status = answers.shift() ?? null;
    return status === null ? Promise.reject(new TypeError('lost')) : Promise.resolve(new Response('{}', { status, headers: { 'content-type': 'application/json' } }));
  });
});

it('a POST whose answer was lost goes again under its own key, until there is one', async () => {
  answers = [null, 503, 201, 201];
  await expect(post('/notes', { text: 'once' })).rejects.toThrow(ApiError);
  await expect(post('/notes', { text: 'once' })).rejects.toThrow(ApiError);
  await post('/notes', { text: 'once' });
  await post('/notes', { text: 'once' });
  expect(new Set(keys.slice(0, 3)).size).toBe(1);
  expect(keys[3]).not.toBe(keys[0]);
});

it('another text is another request, and so is one after a refusal', async () => {
  answers = [null, 422, 201];
  await expect(post('/notes', { text: 'a' })).rejects.toThrow(ApiError);
  await expect(post('/notes', { text: 'b' })).rejects.toThrow(ApiError);
  await post('/notes', { text: 'b' });
  expect(new Set(keys).size).toBe(3);
});

it('only a POST needs one', async () => {
  answers = [200];
  await patch('/notes/1', {});
  expect(keys).toEqual([undefined]);
});

it('two at once are two: only a lost one is asked again', async () => {
  answers = [201, 201];
  await Promise.all([post('/trials', { text: 'a' }), post('/trials', { text: 'a' })]);
  expect(new Set(keys).size).toBe(2);
});
