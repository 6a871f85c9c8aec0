import { readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { expect, it } from 'vitest';

function said(locale: 'fr' | 'en', file: string, id: string, values: Record<string, string | number>): string {
  const bundle = new FluentBundle(locale, { useIsolating: false });
  bundle.addResource(new FluentResource(readFileSync(new URL(`../../../locales/${locale}/${file}.ftl`, import.meta.url), 'utf8')));
  const pattern = bundle.getMessage(id)?.value;
  return pattern ? bundle.formatPattern(pattern, values).replace(/\u00a0/g, ' ') : id;
}

it('one is one, though its figure comes already written', () => {
  const one = { count: 1, shown: '1', done: '1', responses: '1', invited: 1, sent: '1', version: 2, refused: 0 };
  expect(said('fr', 'web-surveys', 'results-head', one)).toBe('Version 2 · 1 réponse sur 1 invitation');
  expect(said('en', 'web-surveys', 'results-head', { ...one, invited: 3, sent: '3' })).toBe('Version 2 · 1 response to 3 invitations');
  expect(said('fr', 'web-surveys', 'results-not-asked', { count: 12, shown: '12' })).toBe('12 non posées');
  expect(said('fr', 'web-cases', 'batch-over', one)).toBe('Fait : 1 dossier.');
  expect(said('fr', 'web-cases', 'batch-done', { ...one, act: 'closure' })).toBe('1 dossier clos');
  expect(said('en', 'web-cases', 'batch-undone', { count: 4, shown: '4' })).toBe('4 cases set back as before');
});
