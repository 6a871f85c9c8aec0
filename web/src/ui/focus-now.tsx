import { useLayoutEffect, useRef } from 'react';

/**
 * The last child of a dialog: gives its first field the focus before anything else happens. The kit does so by a timer,
 * which comes after the keys that were pressed meanwhile: whoever types at once would type into nothing.
 */
export function FocusNow() {
  const here = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    here.current?.closest('[role="dialog"]')?.querySelector<HTMLElement>('[data-autofocus]')?.focus({ preventScroll: true });
  }, []);
  return <span ref={here} hidden />;
}
