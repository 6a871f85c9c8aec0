import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what had it before the dialog, or to the page's heading if that is gone. The kit does so only
 * for dialogs that stay mounted; ours are there as long as they are open.
 */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement === null || document.activeElement === document.body) {
          const heir = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : document.querySelector<HTMLElement>('main h1');
          heir?.focus({ preventScroll: true });
        }
      });
    },
    [opener],
  );
}
