/** What somebody typed, kept in the browser until the server has it. Emptied at sign-out. */
const NAME = 'entente-kept';
const STORE = 'texts';

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('indexedDB'));
  });
}

async function use<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const db = await open();
    return await new Promise<T>((done, fail) => {
      const request = work(db.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error ?? new Error('indexedDB'));
    }).finally(() => db.close());
  } catch {
    // A browser without storage loses the mirror, not the draft on the server.
    return undefined;
  }
}

export const keep = (key: string, text: string) => use('readwrite', (it) => it.put(text, key));
export const kept = (key: string) => use<string | undefined>('readonly', (it) => it.get(key) as IDBRequest<string | undefined>);
export const release = (key: string) => use('readwrite', (it) => it.delete(key));
export const releaseAll = () => use('readwrite', (it) => it.clear());
