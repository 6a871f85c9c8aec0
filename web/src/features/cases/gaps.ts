/** Gaps of a template stand in the text as ⟦name⟧ until somebody fills them in. */
const GAP = /⟦[^⟦⟧\n]*⟧/g;

export interface Gap {
  start: number;
  end: number;
  name: string;
}

export function gapsOf(text: string): Gap[] {
  return [...text.matchAll(GAP)].map((it) => ({ start: it.index, end: it.index + it[0].length, name: it[0].slice(1, -1) }));
}

/** The gap after `from`, going round to the first. */
export function nextGap(text: string, from: number): Gap | undefined {
  const gaps = gapsOf(text);
  return gaps.find((it) => it.start > from) ?? gaps[0];
}
