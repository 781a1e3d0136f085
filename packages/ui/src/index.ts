/** The design system: tokens and CSS (`@madang/ui/styles.css`), parts, languages, preferences. */
export { useCssValues } from './css-values.ts';
export {
  formatAge,
  formatClock,
  formatCount,
  formatDay,
  formatDayAndTime,
  formatDuration,
  formatFullMoment,
  formatIso,
  formatMoment,
  formatPercent,
  formatSize,
  formatStamp,
  hourOf,
  inGroups,
} from './i18n/format.ts';
export type { Language } from './i18n/language.ts';
export {
  LanguageContext,
  languageOfPath,
  pathInLanguage,
  pathWithoutLanguage,
  useLanguage,
} from './i18n/language.ts';
export type { Messages } from './i18n/messages.ts';
export { defineMessages, useMessages } from './i18n/messages.ts';
export type { Particle } from './i18n/particles.ts';
export { withParticle } from './i18n/particles.ts';
export type { IconName } from './icons.tsx';
export { Icon } from './icons.tsx';
export { Breadcrumb } from './page/breadcrumb.tsx';
export { DemoStrip, PageHeader, SkipLink } from './page/page-header.tsx';
export type { MenuItem } from './page/tab-bar.tsx';
export { TabBar } from './page/tab-bar.tsx';
export { Alert } from './parts/alert.tsx';
export { Button, ButtonLink } from './parts/button.tsx';
export type { CheckStep } from './parts/check-steps.tsx';
export { CheckSteps } from './parts/check-steps.tsx';
export { Choice } from './parts/choice.tsx';
export { CommandLine, useCopy } from './parts/command-line.tsx';
export { Dialog } from './parts/dialog.tsx';
export { DropZone } from './parts/drop-zone.tsx';
export { EmptyState } from './parts/empty-state.tsx';
export type { Fact } from './parts/facts.tsx';
export { Facts } from './parts/facts.tsx';
export { Field, FieldError } from './parts/field.tsx';
export { Fold } from './parts/fold.tsx';
export { Hash, shortHash } from './parts/hash.tsx';
export { LoadedFile } from './parts/loaded-file.tsx';
export { Meter, reaches } from './parts/meter.tsx';
export { Progress } from './parts/progress.tsx';
export { ProofChip } from './parts/proof-chip.tsx';
export { ProofMark, UncheckedMark, WallIcon } from './parts/proof-mark.tsx';
export type { WallStatement } from './parts/proof-panel.tsx';
export { ProofPanel } from './parts/proof-panel.tsx';
export type { ProofState, ProofValue, WallName, WallState } from './parts/proof-value.ts';
export { proofOf, proofStateOf, wallNames } from './parts/proof-value.ts';
export { QrCode, qrOutline } from './parts/qr-code.tsx';
export { ReceiptCard } from './parts/receipt-card.tsx';
export { Skeleton } from './parts/skeleton.tsx';
export { Stepper } from './parts/stepper.tsx';
export type { Column } from './parts/table.tsx';
export { Table } from './parts/table.tsx';
export type { Tab } from './parts/tabs.tsx';
export { Tabs } from './parts/tabs.tsx';
export { Tag } from './parts/tag.tsx';
export type { TimelineEntry } from './parts/timeline.tsx';
export { Timeline } from './parts/timeline.tsx';
export { ToastHost, useToast } from './parts/toast.tsx';
export { WordMark } from './parts/word-mark.tsx';
export { YardFrame } from './parts/yard-frame.tsx';
export type { Preferences, TextStep, Theme } from './preferences.ts';
export { applyPreferences, loadPreferences, parsePreferences, textScales } from './preferences.ts';
