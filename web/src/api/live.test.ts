import { expect, it } from 'vitest';

import { eventReader } from './live';

it('cuts events wherever the network cuts the bytes', () => {
  const text = ': beat\n\nid: 7\nevent: case_closed\ndata: {"a":1}\n\nid: 8\r\nevent: reset\r\ndata: {}\r\n\r\n';
  for (const size of [1, 2, 3, 7, text.length]) {
    const heard: string[] = [];
    const read = eventReader((it) => heard.push(`${it.id} ${it.name} ${it.data}`));
    for (let at = 0; at < text.length; at += size) {
      read(text.slice(at, at + size));
    }
    expect(heard, `by ${size}`).toEqual(['7 case_closed {"a":1}', '8 reset {}']);
  }
});
