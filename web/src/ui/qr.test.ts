import { generate } from 'lean-qr';
import { expect, test } from 'vitest';

import { qrPath } from './qr';

const URI = 'otpauth://totp/entente:lea%40mutuelle-des-rives.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=entente&digits=6&period=30';

test('the path draws every dark module once and no light one', () => {
  const code = generate(URI);
  const drawn = new Map<string, number>();
  for (const [, x, y, length] of qrPath(code).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = Number(x); at < Number(x) + Number(length); at += 1) {
      const key = `${at - 4} ${Number(y) - 4}`;
      drawn.set(key, (drawn.get(key) ?? 0) + 1);
    }
  }
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      expect(drawn.get(`${x} ${y}`) ?? 0).toBe(code.get(x, y) ? 1 : 0);
    }
  }
});

test('the three corners by which a camera finds it are there', () => {
  const code = generate(URI);
  for (const [x, y] of [
    [0, 0],
    [code.size - 7, 0],
    [0, code.size - 7],
  ] as const) {
    const rows = Array.from({ length: 7 }, (_, row) => Array.from({ length: 7 }, (_, column) => (code.get(x + column, y + row) ? '#' : '.')).join(''));
    expect(rows).toEqual(['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######']);
  }
});
