import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useState } from 'react';

import { get } from '@/api/http';
import { useMay } from '@/api/session';
import { announce } from '@/shell/announce';
import { PageHeading, useTitle } from '@/shell/page';
import { RowGrid } from '@/ui/grid';
import { useRowHeight } from '@/ui/row-height';
import { Empty, Failure, Loading } from '@/ui/states';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import styles from './customers.module.css';
import { phoneText } from '@/ui/phone';
import type { PersonLine, PersonPage } from './types';

export interface CustomersSearch {
  q?: string;
}

const TYPING = 120;
const TOO_FEW = 2;

/** Underlines what of the text begins with one of the folded words. */
function Marked({ text, words }: { text: string; words: readonly string[] }) {
  const parts = text.split(/([\p{L}\p{N}]+)/u);
  const fold = (it: string) => it.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return parts.map((part, at) => {
    const word = words.find((it) => it !== '' && fold(part).startsWith(it));
    return word ? (
      <span key={at}>
        <mark>{part.slice(0, word.length)}</mark>
        {part.slice(word.length)}
      </span>
    ) : (
      part
    );
  });
}

function Row({ person, words }: { person: PersonLine; words: readonly string[] }) {
  const f = useFormats();
  return (
    <div className={styles.row} role="presentation">
      <span className={`${styles.name} one-line`} role="gridcell">
        <Marked text={person.display_name} words={words} />
      </span>
      <span className="one-line" role="gridcell">
        <Marked text={[person.postcode, person.city].filter(Boolean).join(' ')} words={words} />
      </span>
      <span className="tabular" role="gridcell">
        {person.born_on ? f.date(person.born_on) : ''}
      </span>
      <span className="one-line" role="gridcell">
        <Marked text={person.email ?? phoneText(person.phone ?? '')} words={words} />
      </span>
    </div>
  );
}

/** Search as you type over names, towns, postcodes, addresses, phones and numbers in other systems. */
export function Customers() {
  const t = useWords();
  const navigate = useNavigate();
  const mayWrite = useMay('customers_write');
  const search = useSearch({ strict: false }) as CustomersSearch;
  const [typed, setTyped] = useState(search.q ?? '');
  const [current, setCurrent] = useState<string | null>(null);
  const asked = useDeferredValue(search.q ?? '');
  const rowHeight = useRowHeight();
  useTitle(asked ? `${asked} · ${t('place-customers')}` : t('place-customers'));

  // The address is the state; typing replaces it, so that Back leaves the search.
  useEffect(() => {
    const timer = setTimeout(() => {
      const q = typed.trim();
      if (q !== (search.q ?? '')) {
        void navigate({ to: '/customers', search: q ? { q } : {}, replace: true });
      }
    }, TYPING);
    return () => clearTimeout(timer);
  }, [typed, search.q, navigate]);

  const q = asked.length >= TOO_FEW ? asked : '';
  const found = useInfiniteQuery({
    queryKey: ['/persons', q],
    queryFn: ({ pageParam, signal }) => get<PersonPage>('/persons', { q, after: pageParam, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  const rows = found.data?.pages.flatMap((it) => it.items) ?? [];
  const words = q ? (found.data?.pages[0]?.words ?? []) : [];
  const byId = new Map(rows.map((it) => [it.id, it]));
  const ids = rows.map((it) => it.id);
  const at = current !== null && byId.has(current) ? current : (ids[0] ?? null);
  const open = (id: string) => void navigate({ to: '/customers/$id', params: { id } });

  useEffect(() => {
    if (q && found.isSuccess && !found.isPlaceholderData) {
      announce(t('customers-found', { count: rows.length }));
    }
  }, [q, found.isSuccess, found.isPlaceholderData, rows.length, t]);

  return (
    <div className={styles.search}>
      <form
        className={styles.find}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (at) {
            open(at);
          }
        }}
      >
        <TextInput
          label={t('customers-find')}
          description={t('customers-find-why')}
          type="search"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          autoFocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {mayWrite && (
          <Button component={Link} to="/customers/new">
            {t('customers-new')}
          </Button>
        )}
      </form>
      <PageHeading hidden focus={false}>
        {t('place-customers')}
      </PageHeading>
      {found.isPending ? (
        <Loading rows={12} />
      ) : found.error && rows.length === 0 ? (
        <Failure error={found.error} onRetry={() => void found.refetch()} />
      ) : rows.length === 0 ? (
        <Empty text={q ? t('customers-none', { q, words: (found.data?.pages[0]?.words ?? []).join(' ') }) : t('customers-empty')}>
          {q && mayWrite ? (
            <Button component={Link} to="/customers/new" variant="filled">
              {t('customers-create')}
            </Button>
          ) : null}
          {q ? <Button onClick={() => setTyped('')}>{t('customers-clear')}</Button> : null}
        </Empty>
      ) : (
        <RowGrid
          ids={ids}
          label={t('customers-list')}
          count={ids.length}
          current={at}
          onCurrent={(id, by) => {
            setCurrent(id);
            if (by === 'pointer') {
              open(id);
            }
          }}
          onOpen={open}
          onEnd={() => found.hasNextPage && !found.isFetchingNextPage && void found.fetchNextPage()}
          rowHeight={rowHeight}
        >
          {(id) => {
            const person = byId.get(id);
            return person ? <Row person={person} words={words} /> : null;
          }}
        </RowGrid>
      )}
    </div>
  );
}
