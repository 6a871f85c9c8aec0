// House rules that no general linter knows. Run by `npm run lint`.
//  1. No colour value outside the token file.
//  2. Logical properties only (inline/block), so that right-to-left needs nothing.
//  3. No words in JSX: strings come by locale key.
//  4. A key used exists in fr and en; both languages have the same keys; a key that nobody uses is dead.
//  5. A feature does not import another; ui/ knows no feature and shell/ none but by lazy import.
//  6. French spaces are put.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseFtl } from '@fluent/syntax';
import { parseSync } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name));
const problems = [];
const say = (file, line, text) => problems.push(`${relative(root, file)}:${line}: ${text}`);
const lineOf = (text, at) => text.slice(0, at).split('\n').length;

// 4. keys of each language
const keys = {};
for (const locale of ['fr', 'en']) {
  keys[locale] = new Map();
  const folder = join(root, '../locales', locale);
  for (const name of readdirSync(folder).filter((it) => /^web-.*\.ftl$/.test(it))) {
    const file = join(folder, name);
    const source = readFileSync(file, 'utf8');
    for (const entry of parseFtl(source, {}).body) {
      if (entry.type === 'Junk') say(file, lineOf(source, entry.span?.start ?? 0), 'this is not Fluent');
      if (entry.type !== 'Message') continue;
      if (keys[locale].has(entry.id.name)) say(file, 1, `${entry.id.name} is defined twice`);
      keys[locale].set(entry.id.name, file);
    }
  }
}
for (const [a, b] of [['fr', 'en'], ['en', 'fr']]) {
  for (const [key, file] of keys[a]) if (!keys[b].has(key)) say(file, 1, `${key} is missing in ${b}`);
}

const used = new Set();
const PHYSICAL = /(^|[\s;{])(margin|padding|border|inset)-(left|right|top|bottom)\b|(^|[\s;{])(left|right|top|bottom)\s*:|(^|[\s;{])((min|max)-)?(width|height)\s*:|text-align\s*:\s*(left|right)|float\s*:\s*(left|right)/g;
const PHYSICAL_STYLE = /^(margin|padding|border)(Left|Right|Top|Bottom)$|^(left|right|top|bottom|width|height|minWidth|maxWidth|minHeight|maxHeight)$/;

function walk(node, visit, parents = []) {
  if (!node || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    node.forEach((it) => walk(it, visit, parents));
    return;
  }
  if (typeof node.type === 'string') visit(node, parents);
  for (const [name, value] of Object.entries(node)) {
    if (name !== 'parent' && value && typeof value === 'object') walk(value, visit, typeof node.type === 'string' ? [...parents, node] : parents);
  }
}

for (const file of files(join(root, 'src'))) {
  const path = relative(join(root, 'src'), file).split(sep).join('/');
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.css') && path !== 'styles/tokens.css') {
    const bare = text.replace(/\/\*[\s\S]*?\*\//g, (it) => it.replace(/[^\n]/g, ' '));
    for (const hit of bare.matchAll(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(/gi)) say(file, lineOf(bare, hit.index), `colour value ${hit[0]}: use a token`);
    for (const hit of bare.replace(/@media[^{]*/g, (it) => ' '.repeat(it.length)).matchAll(PHYSICAL)) say(file, lineOf(bare, hit.index), `physical property ${hit[0].trim()}`);
  }
  if (!/\.tsx?$/.test(file) || path.endsWith('.d.ts')) continue;
  for (const key of keys.fr.keys()) if (text.includes(`'${key}'`) || text.includes(`"${key}"`) || text.includes(`\`${key}\``)) used.add(key);
  if (/\.test\.tsx?$/.test(file)) continue;
  for (const hit of text.matchAll(/from '@\/features\/([\w-]+)|import\('@\/features\/([\w-]+)/g)) {
    const own = /^features\/([\w-]+)/.exec(path)?.[1];
    const lazy = hit[2] !== undefined;
    if (own && own !== (hit[1] ?? hit[2])) say(file, lineOf(text, hit.index), 'a feature does not import another');
    if (!own && !lazy && path !== 'routes.tsx') say(file, lineOf(text, hit.index), 'only routes.tsx knows features');
  }
  const { program, errors } = parseSync(file, text);
  if (errors?.length) say(file, 1, String(errors[0].message));
  walk(program, (node, parents) => {
    const at = lineOf(text, node.start ?? 0);
    if (node.type === 'Literal' && typeof node.value === 'string' && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(node.value)) say(file, at, `colour value ${node.value}`);
    if (node.type === 'JSXText' && /\p{L}{2,}/u.test(node.value) && !/^\s*entente\s*$/.test(node.value)) say(file, at, `words in JSX: ${node.value.trim().slice(0, 40)}`);
    if (node.type === 'JSXAttribute' && ['label', 'title', 'placeholder', 'aria-label', 'alt', 'description'].includes(node.name?.name) && node.value?.type === 'Literal' && /\p{L}{2,}/u.test(node.value.value)) {
      say(file, at, `words in ${node.name.name}: ${node.value.value}`);
    }
    if (node.type === 'CallExpression' && node.callee?.name === 't' && node.arguments[0]?.type === 'Literal' && !keys.fr.has(node.arguments[0].value)) {
      say(file, at, `no key ${node.arguments[0].value}`);
    }
    if (node.type === 'CallExpression' && node.callee?.name === 't' && node.arguments[0]?.type === 'TemplateLiteral' && node.arguments[0].expressions.length > 0) {
      say(file, at, 'a built key cannot be checked: select in the message instead');
    }
    if (node.type === 'Property' && node.key?.type === 'Identifier' && PHYSICAL_STYLE.test(node.key.name)) {
      const style = parents.some((it) => it.type === 'JSXAttribute' && it.name?.name === 'style');
      if (style) say(file, at, `physical property ${node.key.name} in style`);
    }
  });
}
for (const [key, file] of keys.fr) if (!used.has(key)) say(file, 1, `${key} is used nowhere`);

try {
  execFileSync(process.execPath, [join(root, 'scripts/spaces.mjs'), '--check'], { stdio: 'pipe' });
} catch (error) {
  problems.push(String(error.stdout).trim());
}
problems.forEach((it) => console.log(it));
console.log(problems.length === 0 ? 'lint: nothing to say' : `lint: ${problems.length} to mend`);
process.exit(problems.length === 0 ? 0 : 1);
