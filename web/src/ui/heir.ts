/**
 * The row one was in takes its control with it: the focus goes to the same control of the next row, else of the one
 * before, else to the page's heading. `mine` says which row it was; it may be gone already or still stand there.
 */
export function focusHeir(rows: readonly HTMLElement[], mine: (row: HTMLElement) => boolean, control: string): void {
  const at = rows.findIndex(mine);
  const near = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at)).toReversed()];
  const heir = near.map((row) => row.querySelector<HTMLElement>(control)).find((it) => it !== null);
  (heir ?? document.querySelector<HTMLElement>('main h1'))?.focus();
}
