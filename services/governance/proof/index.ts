export { possessionMessage } from '../chain/possession.ts';
