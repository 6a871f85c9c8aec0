import { expect, test } from 'vitest';

import { csvText } from './csv';

test('a file opens in a spreadsheet of its language: mark, separator, decimals, quotes', () => {
  const table = { heads: ['Semaine', 'Valeur'], rows: [['2026-W42', 0.5], ['a;b', null], ['a,b "c"', -3.25]] as const };
  expect(csvText(table, 'fr')).toBe('\ufeffSemaine;Valeur\r\n2026-W42;0,5\r\n"a;b";\r\n"a,b ""c""";-3,25\r\n');
  expect(csvText(table, 'en')).toBe('\ufeffSemaine,Valeur\r\n2026-W42,0.5\r\na;b,\r\n"a,b ""c""",-3.25\r\n');
});

test('what a spreadsheet would run is set off, a number never is', () => {
  const cells = ['=1+1', '+33', '-x', '@a', ' \u200b=cmd', '＝1'];
  expect(csvText({ heads: [], rows: cells.map((it) => [it]) }, 'fr').split('\r\n').slice(1, -1)).toEqual(cells.map((it) => `"'${it}"`));
  expect(csvText({ heads: [], rows: [[-1]] }, 'fr')).toBe('\ufeff\r\n-1\r\n');
});
