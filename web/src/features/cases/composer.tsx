import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, type Ref, Suspense, useEffect, useImperativeHandle, useRef, useState } from 'react';

import { ApiError, isPassing, isUnsure, post, remove } from '@/api/http';
import type { Case } from '@/api/types';
import { alarm } from '@/shell/announce';
import { useFormats } from '@/shell/formats';
import { ariaKeys, Keys, useKeys } from '@/shell/keys';
import { record } from '@/shell/undo';
import { errorText, Failure } from '@/ui/states';
import { useWords } from '@/words';

import { AttachButton, AttachedFiles } from './attach';
import { caseQuery, patchEverywhere, threadQuery } from './calls';
import styles from './case.module.css';
import { useDraft } from './draft';
import { gapsOf, nextGap } from './gaps';
import type { Mode } from './live';
import { newsSince, readOf } from './read';
import { replyFilesKey, speaksOfFile, useReplyFiles } from './reply-files';

const Templates = lazy(() => import('./templates'));

export interface ComposerHandle {
  open(mode: Mode): void;
  leave(): void;
  /** Puts a text into the answer, which is opened if it is not. */
  insert(text: string): void;
}

interface Props {
  ref: Ref<ComposerHandle>;
  it: Case;
  mode: Mode | null;
  onMode: (mode: Mode | null) => void;
  onSent: (then: 'stay' | 'next') => void;
}

/** Seconds a reply waits on the server before it leaves: the time to change one's mind. */
const HELD_SECONDS = 10;

/**
 * Where one answers. No mode is open until it is asked for, each looks its own, and the button says to whom: a note is
 * never sent, and an answer never left as a note.
 */
export function Composer({ ref, it, mode, onMode, onSent }: Props) {
  const t = useWords();
  const holder = useRef<HTMLDivElement>(null);
  const open = (next: Mode) => {
    onMode(next);
    requestAnimationFrame(() => holder.current?.querySelector('textarea')?.focus());
  };
  const leave = () => {
    onMode(null);
    requestAnimationFrame(() => holder.current?.querySelector('button')?.focus());
  };
  const [given, setGiven] = useState<string | null>(null);
  const insert = (text: string) => {
    onMode('reply');
    setGiven(text);
  };
  useImperativeHandle(ref, () => ({ open, leave, insert }));
  return (
    <div ref={holder} className={styles.composer} id="composer" data-open={mode !== null} data-print="no">
      <div className={styles.modes} role="group" aria-label={t('composer-modes')}>
        <Button size="compact-md" variant={mode ? 'default' : 'filled'} aria-pressed={mode === 'reply'} aria-keyshortcuts={ariaKeys('case-reply')} onClick={() => open('reply')} rightSection={<Keys act="case-reply" />}>
          {t('case-reply')}
        </Button>
        <Button size="compact-md" aria-pressed={mode === 'note'} aria-keyshortcuts={ariaKeys('case-note')} onClick={() => open('note')} rightSection={<Keys act="case-note" />}>
          {t('case-note')}
        </Button>
        {mode && (
          <Button size="compact-md" variant="subtle" onClick={leave} style={{ marginInlineStart: 'auto' }}>
            {t('composer-leave')}
          </Button>
        )}
      </div>
      {mode && <Editor key={mode} it={it} mode={mode} given={mode === 'reply' ? given : null} onGiven={() => setGiven(null)} onMode={onMode} onSent={onSent} />}
    </div>
  );
}

function Editor({ it, mode, given, onGiven, onMode, onSent }: { it: Case; mode: Mode; given: string | null; onGiven: () => void; onMode: (mode: Mode | null) => void; onSent: (then: 'stay' | 'next') => void }) {
  const t = useWords();
  const f = useFormats();
  const client = useQueryClient();
  const navigate = useNavigate();
  const draft = useDraft(it.id, mode);
  const area = useRef<HTMLTextAreaElement>(null);
  const [picking, setPicking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // What the writer had read when they began: a reply names it, and the server stops it if the customer wrote since.
  const [read, setRead] = useState(() => readOf(it));
  /** Sent, but nobody knows whether it arrived: pressed again, it is the same request, so that it is done once. */
  const lost = useRef<{ then: 'stay' | 'next'; request: { text: string; file_ids?: string[] } } | null>(null);
  const gaps = gapsOf(draft.text);
  const isNote = mode === 'note';
  const files = useReplyFiles(it.id, !isNote);
  const [dragging, setDragging] = useState(false);
  // Said once: the second press sends without.
  const [bare, setBare] = useState(false);
  const firstName = it.person_name?.split(' ')[0] ?? t('inbox-unknown-person');
  const newer = isNote ? null : newsSince(read, it);

  const toGap = () => {
    const gap = nextGap(draft.text, area.current?.selectionStart ?? 0);
    if (gap && area.current) {
      area.current.focus();
      area.current.setSelectionRange(gap.start, gap.end);
    }
  };
  const insert = (text: string) => {
    const el = area.current;
    const [start, end] = el ? [el.selectionStart, el.selectionEnd] : [draft.text.length, draft.text.length];
    draft.set(draft.text.slice(0, start) + text + draft.text.slice(end));
    requestAnimationFrame(() => {
      el?.focus();
      const gap = gapsOf(text)[0];
      el?.setSelectionRange(start + (gap?.start ?? text.length), start + (gap?.end ?? text.length));
    });
  };

  // Once the draft is there: a text is added to it, never put in its place.
  useEffect(() => {
    if (given !== null && draft.ready) {
      if (document.activeElement !== area.current) {
        area.current?.setSelectionRange(draft.text.length, draft.text.length);
      }
      insert(given);
      onGiven();
    }
  }, [given, draft.ready]);

  const send = async (then: 'stay' | 'next') => {
    const body = draft.text.trim();
    if (body === '' || busy || !draft.ready) {
      setProblem(body === '' ? t('composer-empty') : null);
      area.current?.focus();
      return;
    }
    if (!isNote && gaps.length > 0) {
      setProblem(t('composer-gaps', { count: gaps.length }));
      toGap();
      return;
    }
    const same = lost.current?.then === then && lost.current.request.text === body && files.items.every((one) => lost.current?.request.file_ids?.includes(one.id)) ? lost.current.request : null;
    if (!isNote && files.isBusy) {
      setProblem(t('composer-attach-wait'));
      return;
    }
    if (!isNote && !same && !bare && files.items.length === 0 && speaksOfFile(body)) {
      setBare(true);
      setProblem(t('composer-attach-forgotten'));
      area.current?.focus();
      return;
    }
    if (newer && !same) {
      // This press shows what is new, the next one sends; unless more came meanwhile.
      setRead(readOf(it));
      setProblem(newer === 'answered' ? t('composer-answered-since') : t('composer-written-since'));
      document.querySelector('[role="feed"]')?.scrollTo({ top: 1e9 });
      return;
    }
    setBusy(true);
    setProblem(null);
    const request = same ?? {
      text: body,
      ...(isNote ? {} : { close_after: then === 'next', hold_seconds: HELD_SECONDS, file_ids: files.items.map((one) => one.id), last_seen_interaction_id: read.inbound, answers_seen: read.answers }),
    };
    lost.current = { then, request };
    try {
      if (isNote) {
        await post(`/cases/${it.id}/notes`, request);
        record({ label: t('composer-noted') });
      } else {
        const held = await post<{ interaction_id: string; case_version: number }>(`/cases/${it.id}/replies`, request);
        // The next act builds on what this one made of the case.
        patchEverywhere(client, it.id, { version: held.case_version });
        const text = draft.text;
        record({
          label: t('composer-sent', { name: it.person_name ?? firstName }),
          until: Date.now() + HELD_SECONDS * 1000,
          undo: async () => {
            await remove(`/cases/${it.id}/replies/${held.interaction_id}`);
            // The case as it is again: the editor does not open on one that is still thought closed.
            patchEverywhere(client, it.id, await client.fetchQuery({ ...caseQuery(it.id), staleTime: 0 }));
            // The files wait again, under new names.
            await client.invalidateQueries({ queryKey: replyFilesKey(it.id) });
            // Kept before the editor is opened again, here or on the case one has left meanwhile.
            await draft.restore(text);
            if (window.location.pathname === `/cases/${it.id}`) {
              onMode('reply');
            } else {
              void navigate({ to: '/cases/$id', params: { id: it.id }, hash: 'reply' });
            }
            void client.invalidateQueries({ queryKey: threadQuery(it.id).queryKey });
          },
        });
      }
      draft.clear();
      if (!isNote) {
        void files.refresh();
      }
      onMode(null);
      onSent(then);
    } catch (error) {
      if (!isUnsure(error)) {
        lost.current = null;
      }
      if (error instanceof ApiError && (error.code === 'newer_words' || error.code === 'answered_meanwhile')) {
        setProblem(error.code === 'newer_words' ? t('composer-written-since') : t('composer-answered-since'));
        void client.invalidateQueries({ queryKey: caseQuery(it.id).queryKey });
        void client.invalidateQueries({ queryKey: threadQuery(it.id).queryKey });
      } else {
        if (error instanceof ApiError && error.code === 'reply_file_gone') {
          void files.refresh();
        }
        setProblem(`${t('composer-not-sent')} ${errorText(error, t)}`);
      }
      alarm(t('composer-not-sent'));
    } finally {
      setBusy(false);
    }
  };

  // Only from within: the same key in the thread must not send a reply nobody looks at.
  const within = (then: 'stay' | 'next') => (event: KeyboardEvent | null) => {
    if (event === null || (event.target instanceof Element && event.target.closest('#composer'))) {
      void send(then);
    }
  };
  useKeys({
    'composer-send': within('stay'),
    ...(isNote ? {} : { 'composer-send-close': within('next') }),
    'composer-gap': toGap,
  });

  return (
    <>
      <div
        className={styles.write}
        data-mode={mode}
        data-dragging={dragging || undefined}
        onDragOver={(event) => {
          if (!isNote && event.dataTransfer.types.includes('Files')) {
            event.preventDefault();
            setDragging(true);
          }
        }}
        onDragLeave={(event) => {
          if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) {
            setDragging(false);
          }
        }}
        onDrop={(event) => {
          setDragging(false);
          if (!isNote && event.dataTransfer.files.length > 0) {
            event.preventDefault();
            void files.add([...event.dataTransfer.files]);
          }
        }}
      >
        <header>
          <span>{isNote ? t('composer-note-label') : t('composer-reply-label', { name: it.person_name ?? firstName })}</span>
          {!isNote && (
            <span className={styles.tools}>
              <button type="button" className={styles.link} onClick={() => setPicking(true)}>
                {t('composer-templates')}
              </button>
              <AttachButton onFiles={(chosen) => void files.add(chosen)} />
            </span>
          )}
        </header>
        <textarea
          ref={area}
          aria-label={isNote ? t('composer-note-label') : t('composer-reply-label', { name: it.person_name ?? firstName })}
          lang={isNote ? undefined : it.language}
          value={draft.text}
          // What is on its way is what is on screen.
          readOnly={!draft.ready || busy}
          onPaste={(event) => {
            // A screenshot is a file; what was copied as text stays text, whatever picture of it comes along.
            const pasted = [...event.clipboardData.files];
            if (!isNote && pasted.length > 0 && !event.clipboardData.types.includes('text/plain')) {
              event.preventDefault();
              void files.add(pasted);
            }
          }}
          onChange={(event) => {
            const { value, selectionStart } = event.currentTarget;
            const line = value.slice(0, selectionStart).split('\n').at(-1);
            if (!isNote && line === '/' && value.length > draft.text.length) {
              // « / » at the start of a line asks for templates; it is read as text, not as a key.
              draft.set(value.slice(0, selectionStart - 1) + value.slice(selectionStart));
              setPicking(true);
              return;
            }
            draft.set(value);
          }}
        />
        {!isNote && <AttachedFiles files={files} />}
      </div>
      {draft.unread !== null && <Failure error={draft.unread} onRetry={() => void draft.open()} />}
      {problem && (
        <p className={styles.banner} role="alert">
          {problem}
        </p>
      )}
      <div className={styles.send}>
        <span className={`${styles.state} ${draft.failed ? styles.failed : ''}`}>
          {gaps.length > 0 && !isNote ? (
            <button type="button" className={styles.link} onClick={toGap} aria-keyshortcuts="F2">
              {t('composer-gaps', { count: gaps.length })} (F2)
            </button>
          ) : draft.failed ? (
            isPassing(draft.failed) ? (
              t('composer-not-saved')
            ) : (
              t('composer-not-saved-why', { reason: errorText(draft.failed, t) })
            )
          ) : draft.savedAt ? (
            t('composer-kept', { time: f.time(draft.savedAt) })
          ) : (
            ''
          )}
        </span>
        {!isNote && (
          <Button onClick={() => void send('next')} loading={busy} aria-keyshortcuts={ariaKeys('composer-send-close')}>
            {t('composer-send-close')}
          </Button>
        )}
        <Button variant="filled" onClick={() => void send('stay')} loading={busy} aria-keyshortcuts={ariaKeys('composer-send')} rightSection={<Keys act="composer-send" />}>
          {isNote ? t('composer-save-note') : newer ? t('composer-read-new') : t('composer-send', { name: firstName })}
        </Button>
      </div>
      <Suspense>{picking && <Templates it={it} onClose={() => setPicking(false)} onPick={insert} />}</Suspense>
    </>
  );
}
