import { runCommandLine } from './command-line.ts';
import { processTerminal } from './terminal.ts';

const typed = process.argv.slice(2);
const language = typed.includes('--ko') ? 'ko' : 'en';
const rest = typed.filter((word) => word !== '--ko' && word !== '--en');
process.exitCode = await runCommandLine(rest, processTerminal(language));
