/** The forms of a decision, which are loaded together: each chunk costs every page its name. */
export { KeysView } from './keys-view.tsx';
export { PaperView } from './paper-view.tsx';
export { ProxyView } from './proxy-view.tsx';
export { RollView } from './roll-view.tsx';
