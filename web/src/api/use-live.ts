import { useEffect, useRef } from 'react';

import { type LiveEvent, onLive } from './live';

/** Calls back for each live fact of these names, as long as the component stands. */
export function useLive(names: readonly string[], onEvent: (event: LiveEvent) => void) {
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  const wanted = names.join(' ');
  useEffect(() => onLive((event) => wanted.split(' ').includes(event.name) && latest.current(event)), [wanted]);
}
