import { render } from 'preact';
import type { Language, MenuItem } from '../../src/index.ts';
import {
  applyPreferences,
  Breadcrumb,
  DemoStrip,
  LanguageContext,
  loadPreferences,
  PageHeader,
  SkipLink,
  TabBar,
  ToastHost,
} from '../../src/index.ts';
import '../../src/css/index.css';
import '../../src/css/fonts.css';
import './gallery.css';
import { FlowSection, WordSection } from './content-section.tsx';
import { ButtonSection, FieldSection, MeterSection } from './form-section.tsx';
import { MarkSection, PanelSection, ReceiptSection } from './proof-section.tsx';

const items: readonly MenuItem[] = [
  { key: 'home', href: '#home', label: '마당', icon: 'home' },
  { key: 'records', href: '#records', label: '기록 찾기', icon: 'book' },
  { key: 'verify', href: '#verify', label: '확인하기', icon: 'scan' },
];

function Gallery({ language }: { language: Language }) {
  return (
    <LanguageContext.Provider value={language}>
      <ToastHost>
        <div class="m-page">
          <SkipLink />
          <DemoStrip />
          <PageHeader
            place="가온시"
            homeHref="#home"
            items={items}
            current="records"
            otherLanguageHref={language === 'ko' ? '?en' : '?ko'}
          />
          <main id="main" class="m-wrap">
            <Breadcrumb trail={[{ href: '#home', label: '마당' }]} here="부품" />
            <h1>부품과 상태</h1>
            <div class="gallery">
              <MarkSection />
              <ReceiptSection />
              <PanelSection />
              <ButtonSection />
              <FieldSection />
              <MeterSection />
              <WordSection />
              <FlowSection />
            </div>
          </main>
          <TabBar items={items} current="home" />
        </div>
      </ToastHost>
    </LanguageContext.Provider>
  );
}

applyPreferences(loadPreferences());
const root = document.getElementById('app');
const language: Language = location.search === '?en' ? 'en' : 'ko';
if (root !== null) render(<Gallery language={language} />, root);
