import type { Case } from '@/api/types';

/** How far whoever writes an answer has read: the customer's last words, and how many answers were given. */
export interface Read {
  inbound: string | null | undefined;
  answers: number;
}

export const readOf = (it: Pick<Case, 'last_inbound_id' | 'answer_count'>): Read => ({ inbound: it.last_inbound_id, answers: it.answer_count });

/** What came since: an answer of ours, or words of the customer's. */
export const newsSince = (read: Read, it: Pick<Case, 'last_inbound_id' | 'answer_count'>): 'answered' | 'written' | null =>
  it.answer_count > read.answers ? 'answered' : it.last_inbound_id !== read.inbound ? 'written' : null;
