/** A French number in pairs, as people say it: « 02 61 91 04 74 ». Any other stays in its international form. */
export function phoneText(e164: string): string {
  const found = /^\+33([1-9]\d{8})$/.exec(e164);
  return found ? (`0${found[1] ?? ''}`.match(/\d{2}/g)?.join('\u00a0') ?? e164) : e164;
}
