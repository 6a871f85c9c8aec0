import { Button, Checkbox, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useState } from 'react';

import { get } from '@/api/http';
import { mayReadOn } from '@/api/list';
import { useMay } from '@/api/session';
import { announce } from '@/shell/announce';
import { PageHeading, useTitle } from '@/shell/page';
import { findAccounts } from '@/ui/find';
import { FindBox } from '@/ui/find-box';
import { useAnswered } from '@/ui/answered';
import { RowGrid } from '@/ui/grid';
import { useRowHeight } from '@/ui/row-height';
import { useSearchField } from '@/ui/search-field';
import { Empty, Failure, Loading } from '@/ui/states';
import { useFormats } from '@/shell/formats';
import { useNarrow } from '@/shell/narrow';
import { useWords } from '@/words';

import styles from './customers.module.css';
import { phoneText } from '@/ui/phone';
import type { Account, PersonLine, PersonPage } from './types';

export interface CustomersSearch {
  q?: string;
  /** By name rather than the latest first. */
  sort?: 'name';
  /** Only who acts for this account. */
  account?: string;
  /** Only who has a case that is not closed. */
  open?: true;
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
        <Marked text={person.email ?? ''} words={words} />
      </span>
      <span className="one-line tabular" role="gridcell">
        {phoneText(person.phone ?? '')}
      </span>
    </div>
  );
}

const HEADS = ['name', 'town', 'born', 'email', 'phone'] as const;

/** What stands in each column; by the name the list can be ordered where nothing is searched for. */
function Heads({ sort, isFound, onSort }: { sort: 'name' | undefined; isFound: boolean; onSort: () => void }) {
  const t = useWords();
  return (
    <div className={`${styles.row} ${styles.heads}`}>
      {HEADS.map((head) => (
        <span key={head}>
          {head === 'name' && !isFound ? (
            <button type="button" className={styles.sort} aria-pressed={sort === 'name'} onClick={onSort}>
              {t('customers-head', { head })}
              <span aria-hidden="true">{sort === 'name' ? ' ↑' : ''}</span>
              <span className="visually-hidden"> · {t('customers-sort')}</span>
            </button>
          ) : (
            t('customers-head', { head })
          )}
        </span>
      ))}
    </div>
  );
}

/** How many there are: exact, or null if they are too many to count. */
function useTotal(search: CustomersSearch, q: string) {
  const asked = { q, account_id: search.account, open_case: search.open, count: true, limit: 1 };
  return useQuery({ queryKey: ['/persons', 'count', asked], queryFn: ({ signal }) => get<PersonPage>('/persons', asked, signal), staleTime: 10_000, placeholderData: (before) => before });
}
type Total = ReturnType<typeof useTotal>;

/** How many there are, in which order, and what the list is narrowed to. */
function Tools({ search, q, total }: { search: CustomersSearch; q: string; total: Total }) {
  const t = useWords();
  const f = useFormats();
  const narrow = useNarrow<CustomersSearch>();
  const account = useQuery({ queryKey: ['account', search.account], queryFn: () => get<Account>(`/accounts/${search.account ?? ''}`), enabled: search.account !== undefined });
  const count = total.data?.total;
  const order = q ? 'found' : (search.sort ?? 'latest');
  return (
    <div className={styles.narrowing}>
      <p className="tabular">
        {total.data === undefined ? '\u00a0' : count === null || count === undefined ? t('customers-count-many') : t('customers-count', { count, shown: f.number(count) })}
        <span className="muted"> · {t('customers-order', { order })}</span>
      </p>
      <Checkbox label={t('customers-open')} checked={search.open === true} onChange={(event) => narrow({ open: event.currentTarget.checked || undefined })} />
      <div className={styles.account}>
        <FindBox
          label={t('customers-account')}
          chosen={search.account ? (account.data?.name ?? '') : ''}
          from="accounts"
          find={findAccounts}
          before={search.account ? [{ id: '', text: t('customers-account-any'), isOwn: true }] : []}
          onPick={(it) => narrow({ account: it.id })}
        />
      </div>
    </div>
  );
}

/** Search as you type over names, towns, postcodes, addresses, phones and numbers in other systems. */
export function Customers() {
  const t = useWords();
  const navigate = useNavigate();
  const narrow = useNarrow<CustomersSearch>();
  const mayWrite = useMay('customers_write');
  const search = useSearch({ strict: false }) as CustomersSearch;
  const [current, setCurrent] = useState<string | null>(null);
  const asked = useDeferredValue(search.q ?? '');
  const rowHeight = useRowHeight();
  useTitle(asked ? `${asked} · ${t('place-customers')}` : t('place-customers'));

  // The address is the state; typing replaces it, so that Back leaves the search.
  const field = useSearchField(search.q ?? '', (q) => narrow({ q }, true), TYPING);

  const q = asked.length >= TOO_FEW ? asked : '';
  const total = useTotal(search, q);
  const found = useInfiniteQuery({
    queryKey: ['/persons', q, search.sort, search.account, search.open],
    queryFn: ({ pageParam, signal }) => get<PersonPage>('/persons', { q, sort: search.sort, account_id: search.account, open_case: search.open, after: pageParam, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  const rows = found.data?.pages.flatMap((it) => it.items) ?? [];
  const words = q ? (found.data?.pages[0]?.words ?? []) : [];
  const byId = new Map(rows.map((it) => [it.id, it]));
  const ids = rows.map((it) => it.id);
  const at = current !== null && byId.has(current) ? current : (ids[0] ?? null);
  const isNarrowed = search.account !== undefined || search.open === true;
  const open = (id: string) => void navigate({ to: '/customers/$id', params: { id } });
  const answered = useAnswered(field.text.trim() === asked && !found.isPlaceholderData && !found.isPending, () => at && open(at));

  // Of the first page: reading on finds nobody else.
  const first = found.isSuccess && !found.isPlaceholderData ? found.data.pages[0] : undefined;
  const [firstCount, hasMore] = [first?.items.length, Boolean(first?.next)];
  useEffect(() => {
    if (q && firstCount !== undefined) {
      announce(hasMore ? t('customers-found-more', { count: firstCount }) : t('customers-found', { count: firstCount }));
    }
  }, [q, firstCount, hasMore, t]);

  return (
    <div className={styles.search}>
      <div className={styles.top}>
      <form
        className={styles.find}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          answered.enter();
        }}
      >
        <TextInput
          label={t('customers-find')}
          description={t('customers-find-why')}
          // What explains the field stands above it: the field and the button are one line.
          inputWrapperOrder={['label', 'description', 'input', 'error']}
          type="search"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          // Whoever already opened something over the page keeps their place in it.
          autoFocus={document.querySelector('[aria-modal="true"]') === null}
          value={field.text}
          onChange={(event) => {
            answered.typed();
            field.set(event.currentTarget.value);
          }}
        />
        {mayWrite && (
          <Button component={Link} to="/customers/new">
            {t('customers-new')}
          </Button>
        )}
        <Link to="/accounts" className={styles.elsewhere}>
          {t('accounts')}
        </Link>
      </form>
      <Tools search={search} q={q} total={total} />
      {rows.length > 0 && <Heads sort={search.sort} isFound={q !== ''} onSort={() => narrow({ sort: search.sort ? undefined : 'name' })} />}
      </div>
      <PageHeading hidden focus={false}>
        {t('place-customers')}
      </PageHeading>
      {found.isPending ? (
        <Loading rows={12} />
      ) : found.error && rows.length === 0 ? (
        <Failure error={found.error} onRetry={() => void found.refetch()} />
      ) : rows.length === 0 ? (
        <Empty text={isNarrowed && !q ? t('customers-none-narrowed') : q ? t('customers-none', { q, words: (found.data?.pages[0]?.words ?? []).join(' ') }) : t('customers-empty')}>
          {q && mayWrite ? (
            <Button component={Link} to="/customers/new" variant="filled">
              {t('customers-create')}
            </Button>
          ) : null}
          {q ? <Button onClick={() => field.set('')}>{t('customers-clear')}</Button> : null}
        </Empty>
      ) : (
        <>
        {found.isFetchNextPageError && <Failure error={found.error} onRetry={() => void found.fetchNextPage()} />}
        <RowGrid
          ids={ids}
          label={t('customers-list')}
          count={total.isPlaceholderData ? null : (total.data?.total ?? null)}
          current={at}
          onCurrent={(id, by) => {
            setCurrent(id);
            if (by === 'pointer') {
              open(id);
            }
          }}
          onOpen={open}
          onEnd={() => mayReadOn(found) && void found.fetchNextPage()}
          rowHeight={rowHeight}
        >
          {(id) => {
            const person = byId.get(id);
            return person ? <Row person={person} words={words} /> : null;
          }}
        </RowGrid>
        </>
      )}
    </div>
  );
}
