import type { Route } from './router.ts';

/** One page, with an election or without. */
const trusteePage = () => import('./pages/trustee.tsx');

/**
 * Every page there is. Menus are made from this table, so none leads to a page that is not here.
 */
export const routes: readonly Route[] = [
  { key: 'link', pattern: '/link', alone: true, load: () => import('./pages/link.tsx') },
  {
    key: 'ballot-check',
    pattern: '/ballot-check',
    alone: true,
    load: () => import('./pages/ballot-check.tsx'),
  },
  { key: 'trustee', pattern: '/trustee', alone: true, load: trusteePage },
  { key: 'trustee', pattern: '/trustee/elections/:part', alone: true, load: trusteePage },
  { key: 'home', pattern: '/', load: () => import('./pages/home.tsx') },
  { key: 'demo', pattern: '/demo', load: () => import('./pages/demo.tsx') },
  { key: 'notarise', pattern: '/notarise', load: () => import('./pages/notarise.tsx') },
  { key: 'kept', pattern: '/notarise/:part', load: () => import('./pages/kept.tsx') },
  { key: 'records', pattern: '/records', load: () => import('./pages/records.tsx') },
  { key: 'record', pattern: '/records/:part', load: () => import('./pages/record.tsx') },
  { key: 'decisions', pattern: '/decisions', load: () => import('./pages/decisions.tsx') },
  { key: 'decision', pattern: '/decisions/:part', load: () => import('./pages/decision.tsx') },
  { key: 'election', pattern: '/elections/:part', load: () => import('./pages/election.tsx') },
  { key: 'desk', pattern: '/desk', load: () => import('./pages/desk.tsx') },
  { key: 'desk-new', pattern: '/desk/new', load: () => import('./pages/desk-new.tsx') },
  {
    key: 'desk-election',
    pattern: '/desk/elections/:part',
    load: () => import('./pages/desk-election.tsx'),
  },
  { key: 'desk-decision', pattern: '/desk/:part', load: () => import('./pages/desk-decision.tsx') },
  { key: 'verify', pattern: '/verify', load: () => import('./pages/verify.tsx') },
  { key: 'institutions', pattern: '/institutions', load: () => import('./pages/institutions.tsx') },
  { key: 'status', pattern: '/status', load: () => import('./pages/status.tsx') },
];
