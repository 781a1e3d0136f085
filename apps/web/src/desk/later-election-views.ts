/** The views of an election that are loaded together: each chunk costs every page its name. */
export { ElectionComplaintsView } from './election-complaints-view.tsx';
export { ElectionPaperView } from './election-paper-view.tsx';
export { ElectionVotersView } from './election-voters-view.tsx';
export { BeforehandView, OpenRegistration } from './mixing-views.tsx';
