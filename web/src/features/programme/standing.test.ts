import { expect, it } from 'vitest';

import { AS_READ, endedAmong, ending, hearing } from './standing';

const opened = (id: string) => ({ name: 'callback_opened', data: { callback_id: id } });
const closed = (id: string, outcome = 'reached') => ({ name: 'callback_closed', data: { callback_id: id, outcome } });

it.each([
  ['one that opens waits', [opened('a')], ['a'], {}],
  ['one that opens and is told twice waits once', [opened('a'), opened('a')], ['a'], {}],
  ['one that is closed is known with how it ended', [closed('b', 'not_wanted')], [], { b: 'not_wanted' }],
  ['one that opened and was closed since does not wait', [opened('a'), closed('a')], [], { a: 'reached' }],
])('%s', (_, events, fresh, ended) => {
  const now = events.reduce(hearing, AS_READ);
  expect([[...now.fresh], Object.fromEntries(now.ended)]).toEqual([fresh, ended]);
});

it('counts only what is on screen', () => {
  const now = ending(hearing(AS_READ, closed('elsewhere')), 'own', 'reached');
  expect(endedAmong(now, ['own', 'other'])).toBe(1);
});
