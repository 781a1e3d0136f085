import type { Page } from '../router.ts';
import { linkText } from '../text/link.ts';
import './link.css';
import { LinkOpening } from './link-opening.tsx';

/** The page that a resident's link leads to. */
export const page: Page = { title: (language) => linkText[language].title, Content: LinkOpening };
