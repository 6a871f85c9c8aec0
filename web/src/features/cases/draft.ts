import { useEffect } from 'react';

import { useMe } from '@/api/session';
import { useStore } from '@/shell/store';

import { createDraftBox, type DraftBox, type DraftState } from './draft-box';
import type { Mode } from './live';

const boxes = new Map<string, DraftBox>();

function boxOf(key: string, path: string): DraftBox {
  const box = boxes.get(key) ?? createDraftBox(key, path);
  boxes.set(key, box);
  return box;
}

/** A draft of one case and mode, as long as an editor shows it; what it has not saved yet goes on being saved after. */
export function useDraft(caseId: string, mode: Mode): DraftState & Omit<DraftBox, 'store' | 'save'> {
  const me = useMe();
  const box = boxOf(`${me?.id ?? ''}/${caseId}/${mode}`, `/cases/${caseId}/drafts/${mode}`);
  const state = useStore(box.store);
  useEffect(() => {
    void box.open();
    const leave = () => void box.save();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [box]);
  return { ...state, open: box.open, set: box.set, clear: box.clear, restore: box.restore };
}
