import { useEffect, useRef } from 'react';

/** Enter pressed before what is typed has its answer acts on that answer once it is there, never on an older one. */
export function useAnswered(isAnswered: boolean, act: () => void): { enter: () => void; typed: () => void } {
  const waits = useRef(false);
  useEffect(() => {
    if (isAnswered && waits.current) {
      waits.current = false;
      act();
    }
  }, [isAnswered]);
  return {
    enter: () => {
      if (isAnswered) {
        act();
      } else {
        waits.current = true;
      }
    },
    typed: () => {
      waits.current = false;
    },
  };
}
