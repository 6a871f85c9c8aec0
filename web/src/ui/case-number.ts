/**
 * The number of a case as people read and say it, wherever it is shown: the digits of its id without the zeros before
 * them. The server does the same (`kernel::CaseId::number`), so that customers and staff name a case alike.
 */
export const caseNumber = (id: string) => id.replace(/^case_0*/, '');

/**
 * The id of the case whose number `text` may be: `#` or `case_` may stand before it, zeros may lead or miss, letters may
 * be small, blanks or hyphens may part it, and `i l o` are read as `1 1 0`. Null when it cannot be one.
 */
export function caseIdOf(text: string): string | null {
  const digits = text
    .trim()
    .toUpperCase()
    .replace(/^#/, '')
    .replace(/^CASE_/, '')
    .replace(/[ -]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/^0+/, '');
  return /^[0-9A-HJKMNP-TV-Z]{1,13}$/.test(digits) ? `case_${digits.padStart(13, '0')}` : null;
}
