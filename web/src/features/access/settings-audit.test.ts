// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { ACTIONS } from './settings-audit';

it.each(['fr', 'en'])('every act that can be chosen has its words in %s, and every word its act', (locale) => {
  const words = readFileSync(join(process.cwd(), `../locales/${locale}/web-settings.ftl`), 'utf8');
  const named = /audit-action-name = [^}]*?->\n([\s\S]*?)\n\s*\*\[other\]/.exec(words)?.[1] ?? '';
  const keys = [...named.matchAll(/\[(\w+)\]/g)].map((found) => found[1]);
  expect([...ACTIONS].sort()).toEqual(keys.sort());
});
