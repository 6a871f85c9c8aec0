import type { GoldenField } from './types';

/** The source of what our own staff say; the server makes it first of all. */
const STAFF = /^src_0*1$/;

/** What our staff said of this field before: null if another source gave the value, so that undoing takes our word back. */
export const ownWord = (it: Pick<GoldenField, 'said'>): string | null => it.said.find(({ source_id }) => STAFF.test(source_id))?.value ?? null;
