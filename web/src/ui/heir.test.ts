// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';

import { focusHeir } from './heir';

beforeEach(() => {
  document.body.innerHTML = '<main><h1 tabindex="-1"></h1><ul><li id="a"><button></button></li><li id="b"></li><li id="c"><button></button></li></ul></main>';
});

it.each([
  ['the next that has one', 'a', [], 'c'],
  ['the one before when there is none after', 'c', [], 'a'],
  ['the one before when what comes after has none', 'b', ['c'], 'a'],
  ['the heading when nothing is left', 'b', ['a', 'c'], null],
])('the focus goes to %s', (_, from, without, heir) => {
  for (const id of without) {
    document.getElementById(id)?.replaceChildren();
  }
  focusHeir([...document.querySelectorAll('li')], (row) => row.id === from, 'button');
  expect(document.activeElement).toBe(heir === null ? document.querySelector('h1') : document.getElementById(heir)?.firstElementChild);
});
