import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = [number, number, number];
type Tokens = Record<string, string>;

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Tokens {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9A-F]{6})/gi)].map((it) => [it[1]!, it[2]!]));
}

const schemes: Record<string, Tokens> = {
  light: tokensOf(':root'),
  dark: tokensOf(":root[data-mantine-color-scheme='dark']"),
};

const linear = (hex: string): Rgb =>
  [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Rgb;

/** Relative luminance and contrast: WCAG 2.2, definitions. */
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB. */
const eyes: Record<string, number[][]> = {
  full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function seen(rgb: Rgb, eye: number[][]): Rgb {
  return eye.map((row) => Math.min(1, Math.max(0, row[0]! * rgb[0] + row[1]! * rgb[1] + row[2]! * rgb[2]))) as Rgb;
}

/** Ottosson 2020, "A perceptual color space for image processing". */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(a: string, b: string, eye: number[][]): number {
  const [x, y] = [oklab(seen(linear(a), eye)), oklab(seen(linear(b), eye))];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]) * 100;
}

const grounds = ['paper', 'surface', 'sunken', 'pressed', 'selected'];

// [what stands, on which grounds, lowest ratio in light, in dark]: the table of the interface brief, §2.
const ratios: [string, string[], number, number][] = [
  ['ink', grounds, 12.6, 9.7],
  ['ink-muted', grounds, 5.7, 6.0],
  ['ink-faint', grounds, 4.6, 5.0],
  ['line-strong', ['paper', 'surface', 'sunken'], 3.7, 4.1],
  ['focus', ['paper', 'surface', 'sunken'], 13.7, 12.3],
  ['on-us', ['us', 'us-hover'], 9.7, 8.9],
  ['us-ink', [...grounds, 'us-subtle'], 7.7, 6.9],
  ['us-line', ['paper', 'surface', 'sunken', 'us-subtle'], 3.2, 3.9],
  ['on-customer', ['customer', 'customer-hover'], 5.3, 5.9],
  ['customer-ink', ['paper', 'surface', 'sunken', 'customer-subtle'], 5.6, 5.2],
  ['customer-line', ['paper', 'surface', 'sunken', 'customer-subtle'], 3.1, 3.3],
  ['ok-ink', ['paper', 'surface', 'sunken', 'pressed', 'ok-subtle'], 5.4, 6.2],
  ['ok-line', ['paper', 'surface', 'sunken', 'ok-subtle'], 3.3, 3.9],
  ['warn-ink', ['paper', 'surface', 'sunken', 'pressed', 'warn-subtle'], 5.8, 6.1],
  ['warn-line', ['paper', 'surface', 'sunken', 'warn-subtle'], 3.7, 3.7],
  ['on-bad', ['bad'], 6.5, 7.0],
  ['bad-ink', ['paper', 'surface', 'sunken', 'pressed', 'bad-subtle'], 6.1, 5.7],
  ['bad-line', ['paper', 'surface', 'sunken', 'bad-subtle'], 3.6, 3.4],
  ['ink', ['note-subtle', 'us-subtle', 'customer-subtle'], 12.6, 10.4],
  ['ink-muted', ['note-subtle', 'us-subtle', 'customer-subtle'], 6.0, 6.0],
  ['note-line', ['surface', 'note-subtle'], 3.8, 4.1],
  ['worse', ['surface'], 3.7, 5.3],
  ['plain', ['surface'], 3.7, 5.3],
  ['better', ['surface'], 3.7, 5.3],
  ...[1, 2, 3, 4, 5, 6].map((n): [string, string[], number, number] => [`series-${n}`, ['surface'], 3.2, 3.8]),
];

describe.each(Object.entries(schemes))('%s tokens', (scheme, tokens) => {
  it.each(ratios)('%s keeps its contrast on every ground', (name, on, light, dark) => {
    for (const ground of on) {
      const ratio = Math.floor(contrast(tokens[name]!, tokens[ground]!) * 10) / 10;
      expect(ratio, `${name} on ${ground}`).toBeGreaterThanOrEqual(scheme === 'light' ? light : dark);
    }
  });

  it.each(Object.entries(eyes))('worse, ordinary and better stay apart for the %s eye', (_, eye) => {
    // 7.1 in the brief, rounded.
    const [worse, plain, better] = [tokens['worse']!, tokens['plain']!, tokens['better']!];
    for (const [a, b] of [[worse, plain], [plain, better], [worse, better]] as const) {
      expect(distance(a, b, eye)).toBeGreaterThanOrEqual(7.05);
    }
  });

  it.each(Object.entries(eyes))('six series stay apart for the %s eye', (_, eye) => {
    const series = [1, 2, 3, 4, 5, 6].map((n) => tokens[`series-${n}`]!);
    for (const [at, a] of series.entries()) {
      for (const b of series.slice(at + 1)) {
        expect(distance(a, b, eye), `${a} and ${b}`).toBeGreaterThanOrEqual(scheme === 'light' ? 7.9 : 8.3);
      }
    }
  });
});

it('both schemes define the same tokens', () => {
  expect(Object.keys(schemes['dark']!).sort()).toEqual(Object.keys(schemes['light']!).sort());
});
