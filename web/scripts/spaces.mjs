// Puts the French spaces: U+202F before ; ! ? and U+00A0 before : and inside « ». `--check` only looks.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../../locales/fr/', import.meta.url);
const check = process.argv.includes('--check');
let wrong = 0;
for (const name of readdirSync(folder).filter((it) => it.startsWith('web-'))) {
  const file = new URL(name, folder);
  const before = readFileSync(file, 'utf8');
  const after = before
    .split('\n')
    .map((line) =>
      line.startsWith('#')
        ? line
        : line
            .replace(/ ([;!?])(?=\s|$)/g, '\u202f$1')
            .replace(/ :(?=\s|$)/g, '\u00a0:')
            .replaceAll('« ', '«\u00a0')
            .replaceAll(' »', '\u00a0»'),
    )
    .join('\n');
  if (after !== before) {
    wrong += 1;
    console.log(`${check ? 'spaces missing' : 'spaces put'} in locales/fr/${name}`);
    if (!check) writeFileSync(file, after);
  }
}
process.exit(check && wrong > 0 ? 1 : 0);
