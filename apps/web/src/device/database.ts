const databaseName = 'madang';
const storeNames = [
  'kept',
  'keys',
  'policy',
  'persons',
  'said',
  'desk',
  'voters',
  'trustee',
] as const;
/** Raised with every new store. */
const databaseVersion = 4;

/**
 * A store of this device: acts and receipts, the keys that signed them, the policy first seen, who
 * somebody is in a register, what they said to decisions, what an officer is opening, the keys by
 * which persons vote, the key of a trustee.
 */
export type StoreName = (typeof storeNames)[number];

/** A database that refuses without a reason does so in a private window. */
function refused(error: DOMException | null): Error {
  return error ?? new Error('This browser keeps nothing.');
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(databaseName, databaseVersion);
    opening.onupgradeneeded = () => {
      const there = opening.result.objectStoreNames;
      for (const name of storeNames) {
        if (!there.contains(name)) opening.result.createObjectStore(name);
      }
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(refused(opening.error));
  });
}

async function inStore<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability: 'strict' });
      const request = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(refused(transaction.error));
      transaction.onabort = () => reject(refused(transaction.error));
    });
  } finally {
    database.close();
  }
}

/**
 * Writes a value; when this returns the browser has written it out. Fails where nothing is kept.
 */
export async function putValue(store: StoreName, key: string, value: unknown): Promise<void> {
  await inStore(store, 'readwrite', (opened) => opened.put(value, key));
}

/** Reads one value; undefined when there is none. */
export function getValue(store: StoreName, key: string): Promise<unknown> {
  return inStore<unknown>(store, 'readonly', (opened) => opened.get(key));
}

/** Removes a value; when this returns the browser has written that out. */
export async function removeValue(store: StoreName, key: string): Promise<void> {
  await inStore(store, 'readwrite', (opened) => opened.delete(key));
}

/** Reads every value of a store. */
export function listValues(store: StoreName): Promise<readonly unknown[]> {
  return inStore<unknown[]>(store, 'readonly', (opened) => opened.getAll());
}
