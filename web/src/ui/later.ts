import { useEffect, useRef } from 'react';

export interface Later {
  /** Does it once the hand has rested so long; what was to be done before is not. */
  later: (work: () => void, ms: number) => void;
  never: () => void;
}

/** Something done a little later, unless one has gone elsewhere by then: `where` says where one is. */
export function useLater(where: readonly unknown[]): Later {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const never = () => clearTimeout(timer.current);
  useEffect(() => never, where);
  return {
    never,
    later: (work, ms) => {
      never();
      timer.current = setTimeout(work, ms);
    },
  };
}
