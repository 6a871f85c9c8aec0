/** A hidden tab draws nothing: the work is done all the same, this many milliseconds later. */
const UNSEEN = 250;

/**
 * Does `work` once what was just changed is on screen. A request costs the main thread a millisecond or two before it
 * leaves: what nobody waits for must not stand before what somebody does. Answers how to call it off.
 */
export function afterPaint(work: () => void): () => void {
  let timer = setTimeout(run, UNSEEN);
  let frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(run, 0);
  });
  function run() {
    cancelAnimationFrame(frame);
    frame = 0;
    work();
  }
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
}
