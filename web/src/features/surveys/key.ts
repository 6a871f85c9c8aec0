/** The first of `name_from`, `name_from+1`… that is not taken. */
export function freeKey(name: string, from: number, taken: readonly string[]): string {
  let n = from;
  while (taken.includes(`${name}_${n}`)) {
    n += 1;
  }
  return `${name}_${n}`;
}
