/**
 * The live stream: one connection per browser, whatever the number of tabs.
 *
 * HTTP/1.1 allows six connections a host, and people keep many tabs open. The tab that holds the Web Lock listens and
 * shares what it hears on a BroadcastChannel; when it goes, the next one in the queue takes over from the last id. An event named
 * `reset` means that too much was missed: whoever shows live data reads it again.
 */
import { createStore } from '@/shell/store';

import { onKnown, signInsKnown, tellKnown } from './known';

export interface LiveEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
}

type Message = { kind: 'event'; event: LiveEvent } | { kind: 'state'; offlineSince: number | null };

const LAST = 'entente-live-last';
const listeners = new Set<(event: LiveEvent) => void>();

/** When the stream was lost, in epoch milliseconds; null while it is there. */
export const liveState = createStore<{ offlineSince: number | null }>({ offlineSince: null });

export function onLive(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function deliver(event: LiveEvent) {
  listeners.forEach((listener) => listener(event));
}

function setOffline(offlineSince: number | null) {
  if (liveState.get().offlineSince !== offlineSince) {
    liveState.set({ offlineSince });
  }
}

/** Cuts a byte stream into server-sent events (HTML Living Standard, 9.2.6). */
export function eventReader(onEvent: (event: { id: string; name: string; data: string }) => void) {
  let rest = '';
  let id = '';
  let name = '';
  let data: string[] = [];
  return (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const ended of lines) {
      const line = ended.replace(/\r$/, '');
      if (line === '') {
        if (data.length > 0) {
          onEvent({ id, name: name || 'message', data: data.join('\n') });
        }
        name = '';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'id') {
        id = value;
      } else if (field === 'event') {
        name = value;
      } else if (field === 'data') {
        data.push(value);
      }
    }
  };
}

/** The server beats every 20 s; silence for longer than this is a dead connection. */
const SILENCE = 50_000;

const pause = (ms: number, stop: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    stop.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });

/** Waits until somebody has signed in, here or in another tab. */
const untilKnown = (stop: AbortSignal) =>
  new Promise<void>((done) => {
    const off = onKnown((isKnown) => isKnown && over());
    const over = () => {
      off();
      done();
    };
    stop.addEventListener('abort', over);
  });

async function listen(channel: BroadcastChannel, stop: AbortSignal): Promise<void> {
  let wait = 1000;
  let grey: ReturnType<typeof setTimeout> | undefined;
  const tell = (offlineSince: number | null) => {
    setOffline(offlineSince);
    channel.postMessage({ kind: 'state', offlineSince } satisfies Message);
  };
  const hear = (raw: { id: string; name: string; data: string }) => {
    let data: Record<string, unknown>;
    try {
      data = JSON.parse(raw.data) as Record<string, unknown>;
    } catch {
      return;
    }
    if (raw.id) {
      localStorage.setItem(LAST, raw.id);
    }
    const event = { ...raw, data };
    deliver(event);
    channel.postMessage({ kind: 'event', event } satisfies Message);
  };
  while (!stop.aborted) {
    const silence = new AbortController();
    const onStop = () => silence.abort();
    stop.addEventListener('abort', onStop);
    let timer = setTimeout(() => silence.abort(), SILENCE);
    try {
      const last = localStorage.getItem(LAST);
      const headers: Record<string, string> = { accept: 'text/event-stream', ...(last ? { 'last-event-id': last } : {}) };
      const askedAfter = signInsKnown();
      const response = await fetch('/api/v1/events', { headers, signal: silence.signal, cache: 'no-store' });
      if (response.status === 401) {
        clearTimeout(grey);
        // Somebody may have signed in while it was on its way.
        if (askedAfter === signInsKnown()) {
          tellKnown(false);
          await untilKnown(stop);
        }
        wait = 1000;
        continue;
      }
      if (!response.ok || !response.body) {
        throw new Error(`stream ${response.status}`);
      }
      clearTimeout(grey);
      tell(null);
      wait = 1000;
      const read = eventReader(hear);
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          break;
        }
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE);
        read(decoder.decode(value, { stream: true }));
      }
    } catch {
      // Lost, silent or refused: the same to the person; the loop tries again.
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
    }
    if (stop.aborted) {
      break;
    }
    // Under five seconds nobody needs to know.
    if (liveState.get().offlineSince === null) {
      const lostAt = Date.now();
      clearTimeout(grey);
      grey = setTimeout(() => tell(lostAt), 5000);
    }
    await pause(wait + Math.random() * 500, stop);
    wait = Math.min(wait * 2, 30_000);
  }
  clearTimeout(grey);
}

/** Starts listening; call once per signed-in tab. */
export function startLive(): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel('entente-live');
  channel.onmessage = (message: MessageEvent<Message>) => {
    if (message.data.kind === 'event') {
      deliver(message.data.event);
    } else {
      setOffline(message.data.offlineSince);
    }
  };
  const lead = () => listen(channel, stop.signal);
  if (navigator.locks) {
    navigator.locks.request('entente-live', { signal: stop.signal }, lead).catch(() => undefined);
  } else {
    void lead();
  }
  return () => {
    stop.abort();
    channel.close();
  };
}
