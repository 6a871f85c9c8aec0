/**
 * Whether the server knows us, told to every tab: the session is one for the whole browser. Whichever request, stream or
 * form finds out tells the others.
 */
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('entente-known');
const listeners = new Set<(isKnown: boolean) => void>();

const deliver = (isKnown: boolean) => listeners.forEach((listener) => listener(isKnown));

if (channel) {
  channel.onmessage = (message: MessageEvent<boolean>) => deliver(message.data);
}

export function onKnown(listener: (isKnown: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellKnown(isKnown: boolean) {
  deliver(isKnown);
  channel?.postMessage(isKnown);
}
