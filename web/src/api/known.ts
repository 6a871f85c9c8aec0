/**
 * Whether the server knows us, told to every tab: the session is one for the whole browser. Whichever request, stream or
 * form finds out tells the others.
 *
 * Whoever signs in next may be somebody else. From the first word of it on, this screen's own work waits (`untilOurs`) until
 * it is known whose session it is; `keepOurs` in session.ts finds out.
 */
import { createStore } from '@/shell/store';

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('entente-known');
const listeners = new Set<(isKnown: boolean) => void>();

/** Whose the session is, seen from this screen: its own person's, nobody's, not known yet, or somebody else's. */
export type Whose = 'ours' | 'nobodys' | 'unknown' | 'foreign';
export const whose = createStore<Whose>('ours');

let signIns = 0;
/** How often somebody has signed in, as far as this screen knows: a refusal of what was asked before is no news. */
export const signInsKnown = () => signIns;

function deliver(isKnown: boolean) {
  signIns += isKnown ? 1 : 0;
  if (whose.get() !== 'foreign') {
    whose.set(isKnown ? 'unknown' : 'nobodys');
  }
  listeners.forEach((listener) => listener(isKnown));
}

if (channel) {
  channel.onmessage = (message: MessageEvent<boolean>) => deliver(message.data);
}

export function onKnown(listener: (isKnown: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellKnown(isKnown: boolean) {
  deliver(isKnown);
  tellOthers(isKnown);
}

/** To the other tabs alone: this one goes elsewhere. */
export const tellOthers = (isKnown: boolean) => channel?.postMessage(isKnown);

/** Waits until the session is known to be this screen's person's. */
export async function untilOurs(): Promise<void> {
  if (whose.get() !== 'ours') {
    await new Promise<void>((done) => {
      const off = whose.watch(() => {
        if (whose.get() === 'ours') {
          off();
          done();
        }
      });
    });
  }
}
