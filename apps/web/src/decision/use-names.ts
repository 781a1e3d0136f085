import { useLanguage } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { Words } from '../ledger.ts';
import { cityRoom } from './city-client.ts';

/** The names of institutions, by id; none until they are there. */
export function useInstitutionNames(): ReadonlyMap<string, Words> {
  const [names, setNames] = useState<ReadonlyMap<string, Words>>(new Map());
  useEffect(() => {
    void cityRoom().names().then(setNames);
  }, []);
  return names;
}

/** Gives the name of an institution; its id until the names are there. */
export function useInstitutionName(): (id: string) => string {
  const language = useLanguage();
  const names = useInstitutionNames();
  return (id) => names.get(id)?.[language] ?? id;
}
