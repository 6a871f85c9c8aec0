/** Whom a case is for: how a name is compared, and what was typed put where it belongs. */

/** Two names are one without regard to accents, capitals, hyphens and the order of first and last name. */
export function isSameName(a: string, b: string): boolean {
  const words = (it: string) =>
    it
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .toSorted()
      .join(' ');
  return words(a) !== '' && words(a) === words(b);
}

/** What was typed to find somebody, put where it belongs when they are made: an address, a number, or a name. */
export function typedPerson(text: string): { name: string; email: string; phone: string } {
  const it = text.trim();
  const isEmail = /\S@\S/.test(it);
  const isPhone = !isEmail && /^[+\d][\d\s.()-]{5,}$/.test(it);
  return { name: isEmail || isPhone ? '' : it, email: isEmail ? it : '', phone: isPhone ? it : '' };
}
