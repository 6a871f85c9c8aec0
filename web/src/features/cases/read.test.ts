import { expect, it } from 'vitest';

import { newsSince, readOf } from './read';

const at = (last_inbound_id: string | null, answer_count: number) => ({ last_inbound_id, answer_count });

it('each message that comes must be read before one answers, not the first one only', () => {
  const began = readOf(at('one', 0));
  expect(newsSince(began, at('one', 0))).toBeNull();
  expect(newsSince(began, at('two', 0))).toBe('written');
  const shown = readOf(at('two', 0));
  expect(newsSince(shown, at('two', 0))).toBeNull();
  expect(newsSince(shown, at('three', 0))).toBe('written');
});

it('an answer of ours counts before the words it answers', () => {
  expect(newsSince(readOf(at('one', 0)), at('two', 1))).toBe('answered');
  expect(newsSince(readOf(at(null, 2)), at(null, 1))).toBeNull();
});
