// What a browser loads, gzipped, against the interface brief's bars: first load 350 KB (fonts included), a route 40 KB
// more, the palette 5, charts 30. `npm run size` after `npm run build`.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const weigh = (file) => {
  const bytes = readFileSync(new URL(file, dist));
  return /\.(js|css|html|svg)$/.test(file) ? gzipSync(bytes, { level: 9 }).length : bytes.length;
};
/** A module with all it imports: scripts, styles; not what it may load later. */
function closure(key, seen = new Set()) {
  const it = manifest[key];
  if (!it || seen.has(key)) return new Set();
  seen.add(key);
  const files = new Set([it.file, ...(it.css ?? [])]);
  (it.imports ?? []).forEach((next) => closure(next, seen).forEach((file) => files.add(file)));
  return files;
}
const kb = (bytes) => Math.round(bytes / 102.4) / 10;
const sum = (files) => [...files].reduce((total, file) => total + weigh(file), 0);
let failed = false;
const report = (name, bytes, bar) => {
  const over = kb(bytes) > bar;
  failed ||= over;
  console.log(`${over ? 'OVER ' : 'ok   '} ${name.padEnd(44)} ${String(kb(bytes)).padStart(7)} KB  (bar ${bar})`);
};

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const words = 'src/words/fr.ts';
const font = Object.values(manifest).map((it) => it.file).find((file) => /atkinson.*latin-wght/.test(file)) ?? '';
// The inbox and a case's page come with the frame.
const first = new Set([...closure(entry), ...closure(words), font, 'index.html', 'theme.js', 'logo.svg'].filter(Boolean));
report('first load: frame, inbox, case, words, font', sum(first), 350);
console.log(`      of it scripts ${kb(sum([...first].filter((it) => it.endsWith('.js'))))}, styles ${kb(sum([...first].filter((it) => it.endsWith('.css'))))}, font ${kb(weigh(font))}`);
for (const [key, it] of Object.entries(manifest)) {
  if (!it.isDynamicEntry || key.startsWith('src/words/')) continue;
  const own = [...closure(key)].filter((file) => !first.has(file));
  report(key.replace('src/', ''), sum(own), key.includes('palette') ? 5 : 40);
}
process.exit(failed ? 1 : 0);
