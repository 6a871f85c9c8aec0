// @vitest-environment jsdom
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { ACTS, SCOPES } from './registry';
import { type Handlers, lettersOn, strokeOf, useKeys } from './index';

const stroke = (key: string, more: Partial<Parameters<typeof strokeOf>[0]> = {}) =>
  strokeOf({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, false);

it.each(SCOPES)('no two acts share a key in scope %s, nor hide one that works everywhere', (scope) => {
  const keys = ACTS.filter((act) => act.scope === scope || act.scope === 'everywhere').flatMap((act) => act.keys);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

it('list and case acts, on screen together, share no key, but those by which the page of a case turns its own list', () => {
  const keys = ACTS.filter((act) => ['everywhere', 'list', 'case'].includes(act.scope)).flatMap((act) => act.keys);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual(['J', 'K']);
});

it('uses no key that a browser, AltGr or an AZERTY keyboard keeps for itself', () => {
  for (const key of ACTS.flatMap((act) => act.keys)) {
    expect(key).not.toMatch(/Alt|Mod\+Shift\+[A-Z]$|Mod\+[FLNPRSTW]$|^F(1|3|5|6|7|10|11|12)$|[[\]#@.]/);
  }
});

it('reads letters as printed and digits by their place', () => {
  expect(stroke('a', { code: 'KeyQ' })).toBe('A');
  expect(stroke('&', { code: 'Digit1' })).toBe('1');
  expect(stroke('J', { shiftKey: true })).toBe('Shift+J');
  expect(stroke('?', { shiftKey: true })).toBe('?');
  expect(stroke('k', { ctrlKey: true })).toBe('Mod+K');
});

it('leaves AltGr alone', () => {
  expect(stroke('@', { ctrlKey: true, altKey: true })).toBeNull();
});

const root = createRoot(document.createElement('div'));
const offer = (handlers: Handlers) => act(() => root.render(createElement(() => (useKeys(handlers), null))));
/** Presses a key on `target`; whether the page took it for itself. */
const press = (target: Element, key: string, more: KeyboardEventInit = {}) => !target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  lettersOn.set(true);
  document.body.innerHTML = '<main></main><div role="feed" tabindex="0"><article tabindex="-1"></article></div><section role="region" tabindex="0"></section><textarea></textarea>';
});
afterEach(() => act(() => root.render(null)));
const at = (selector: string) => document.querySelector(selector) ?? document.body;

it.each(['[role=feed]', 'article', '[role=region]'])('what scrolls belongs to what is read when the focus is on %s', async (selector) => {
  const told: string[] = [];
  await offer({ 'list-next': () => told.push('next'), 'list-last': () => told.push('last'), 'list-page-down': () => told.push('page'), 'list-extend-next': () => told.push('extend') });
  for (const key of ['ArrowDown', 'End', 'PageDown']) {
    expect(press(at(selector), key)).toBe(false);
  }
  expect(press(at(selector), 'ArrowDown', { shiftKey: true })).toBe(false);
  expect(told).toEqual([]);
  press(at(selector), 'j');
  press(at('main'), 'ArrowDown');
  expect(told).toEqual(['next', 'next']);
});

it('from the page of a case no arrow leads to the next', async () => {
  const told: string[] = [];
  await offer({ 'case-next': () => told.push('next'), 'case-previous': () => told.push('previous') });
  expect(press(at('main'), 'ArrowDown') || press(at('main'), 'ArrowUp')).toBe(false);
  press(at('main'), 'j');
  press(at('main'), 'k');
  expect(told).toEqual(['next', 'previous']);
});

it.each([
  ['undo', 'z', 1],
  ['case-close', 'c', 1],
  ['case-mine', 'm', 1],
  ['list-select', 'x', 1],
  ['list-open', 'Enter', 1],
  ['composer-send', 'Enter', 1],
  ['case-next', 'j', 1],
  ['list-next', 'j', 4],
  ['list-page-up', 'PageUp', 4],
  ['chart-next', 'ArrowRight', 4],
] as const)('%s by a held %s is done %i times', async (id, key, times) => {
  let done = 0;
  await offer({ [id]: () => (done += 1) });
  for (const repeat of [false, true, true, true]) {
    expect(press(at('main'), key, { repeat, ctrlKey: id === 'composer-send' })).toBe(true);
  }
  expect(done).toBe(times);
});

it('a held letter is typed where one types', async () => {
  let done = 0;
  await offer({ undo: () => (done += 1) });
  expect(press(at('textarea'), 'z', { repeat: true })).toBe(false);
  expect(done).toBe(0);
});

it('what is offered last is asked last, whenever it came, and never where one types', async () => {
  const told: string[] = [];
  const Page = ({ own }: { own: boolean }) => (useKeys(own ? { back: () => told.push('page') } : {}), null);
  const Frame = ({ own }: { own: boolean }) => {
    useKeys({ back: () => told.push('frame') }, { isLast: true });
    return createElement(Page, { own });
  };
  await act(() => root.render(createElement(Frame, { own: true })));
  press(at('main'), 'Escape');
  await act(() => root.render(createElement(Frame, { own: false })));
  expect(press(at('textarea'), 'Escape')).toBe(false);
  press(at('main'), 'Escape');
  expect(told).toEqual(['page', 'frame']);
});
