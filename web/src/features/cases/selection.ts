/** What of `chosen` is still among `ids`; the same set, if all of it is. */
export function among(chosen: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const kept = ids.filter((id) => chosen.has(id));
  return kept.length === chosen.size ? chosen : new Set(kept);
}
