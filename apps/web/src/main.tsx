import { connectLedger } from './client-ledger.ts';
import { start } from './start.tsx';

start(connectLedger());
