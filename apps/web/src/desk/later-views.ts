/** The forms of a decision, which are loaded together: each chunk costs every page its name. */
export { CloseView } from './close-view.tsx';
export { KeysView } from './keys-view.tsx';
export { MessagesView } from './messages-view.tsx';
export { PaperView } from './paper-view.tsx';
export { ProxyView } from './proxy-view.tsx';
export { RollView } from './roll-view.tsx';
