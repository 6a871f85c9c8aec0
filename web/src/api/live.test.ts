import { expect, it, vi } from 'vitest';

import { onKnown, tellKnown } from './known';
import { eventReader, onLive, startLive } from './live';

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

it('waits for a new session when the server no longer knows this one, and then goes on', async () => {
  const statuses = [401, 200];
  let asked = 0;
  const known: boolean[] = [];
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal('fetch', () => {
    asked += 1;
    const status = statuses.shift() ?? 200;
    return Promise.resolve(new Response(status === 200 ? 'id: 1\nevent: case_closed\ndata: {"case_id":"case_1"}\n\n' : null, { status }));
  });
  const heard: string[] = [];
  const offs = [onKnown((it) => known.push(it)), onLive((it) => heard.push(it.name)), startLive()];
  await vi.waitFor(() => expect(known).toEqual([false]));
  await new Promise((wake) => setTimeout(wake, 50));
  expect(asked).toBe(1);
  tellKnown(true);
  await vi.waitFor(() => expect(heard).toContain('case_closed'));
  offs.forEach((off) => off());
  vi.unstubAllGlobals();
});
